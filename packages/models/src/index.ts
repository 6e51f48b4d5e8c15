export type { EmbeddingLayers } from './embeddings/create-endpoint-embedder.ts';
export {
  createHuggingFaceEmbedder,
  type HuggingFaceEmbedderOptions,
} from './embeddings/create-huggingface-embedder.ts';
export { createOfflineEmbedder } from './embeddings/create-offline-embedder.ts';
export { createOpenAIEmbedder, type OpenAIEmbedderOptions } from './embeddings/create-openai-embedder.ts';
export { type EmbedderName, parseEmbedderName } from './embeddings/parse-embedder-name.ts';
export { withEmbeddingCache } from './embeddings/with-embedding-cache.ts';
export { abortedError, EndpointError, redact, throwIfAborted } from './errors/endpoint-error.ts';
export { brokenReply, errorFromNetwork } from './errors/error-from-network.ts';
export { type EndpointContext, errorFromStatus, type HttpFailure, wordsOf } from './errors/error-from-status.ts';
export { estimateTokens } from './estimate-tokens.ts';
export { createHuggingFaceModel, type HuggingFaceModelOptions } from './huggingface/create-huggingface-model.ts';
export {
  type Budget,
  type BudgetCaps,
  createBudget,
  type Reservation,
  type Spending,
} from './layers/create-budget.ts';
export { type RetryOptions, retry } from './layers/retry.ts';
export { type BudgetOptions, withBudget } from './layers/with-budget.ts';
export { type JournalOptions, journalKey, withJournal } from './layers/with-journal.ts';
export { type Limits, withLimits } from './layers/with-limits.ts';
export { withRetry } from './layers/with-retry.ts';
export { createOpenAIModel, type OpenAIModelOptions } from './openai/create-openai-model.ts';
export { type ModelName, parseModelName } from './parse-model-name.ts';
export { costOf, type Price, priceSchema } from './price.ts';
export { type Ledger, type LedgerLine, summariseLedger } from './summarise-ledger.ts';
export { parseTextReply, type TextReply } from './text-protocol/parse-text-reply.ts';
export { renderTextMessages } from './text-protocol/render-text-messages.ts';
export { withTextProtocol } from './text-protocol/with-text-protocol.ts';
