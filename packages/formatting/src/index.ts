export { loadChatTemplate } from './chat-template.ts';
export {
  type FormattingConfig,
  formattingConfigSchema,
  type OpenAiFamily,
  openaiFamilySchema,
  type RecordConfig,
} from './config.ts';
export { callId } from './conversation.ts';
export { type DatasetCardFacts, datasetCard } from './dataset-card.ts';
export { exactSpelling } from './exact-spelling.ts';
export { exampleTokens } from './example-tokens.ts';
export { type FormatOutcome, type FormatRequest, formatExamples, type PreferencePair } from './format-examples.ts';
export { type GeneralConfig, type GeneralSource, generalConfigSchema, parseGeneralSource } from './general-config.ts';
export { createToolOffer, type ToolOffer } from './offer-tools.ts';
export { countOpenAiLine, type OpenAiCount } from './openai-tokens.ts';
export { usedColumns } from './parquet-columns.ts';
export { estimateTokens, type LossVerdict, proveLoss } from './prove-loss.ts';
export { pythonJson } from './python-json.ts';
export { type ChatMlMessage, renderChatMl } from './render-chatml.ts';
export { type MistralCall, type MistralMessage, renderMistralV3 } from './render-mistral.ts';
export { type ReplayConfig, type ReplaySampler, replayConfigSchema } from './replay-config.ts';
export { type SampledGeneral, sampleGeneral } from './sample-general.ts';
export { type ReplayedExample, type ReplayRequest, sampleReplay } from './sample-replay.ts';
export { lineSpeller } from './spell-line.ts';
export {
  type EmitContext,
  type Line,
  type ParquetColumn,
  type Rendering,
  type Target,
  type TargetName,
  targetNameSchema,
} from './target.ts';
export { toolToken } from './targets/ste.ts';
export { targets } from './targets.ts';
export { type GeneralRecord, toGeneralRecord } from './to-general-record.ts';
export { createTokenCounter, type RenderingCount, type TokenCounter } from './token-counter.ts';
export { type FileProblem, validateFile } from './validate-file.ts';
