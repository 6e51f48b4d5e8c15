import { createRandom, type Embedder } from '@imaginarium/contracts';
import {
  type Budget,
  createHuggingFaceEmbedder,
  createOfflineEmbedder,
  createOpenAIEmbedder,
  type EmbeddingLayers,
  parseEmbedderName,
  withBudget,
  withEmbeddingCache,
  withLimits,
  withRetry,
} from '@imaginarium/models';
import { openEmbeddings } from '@imaginarium/storage';
import { type Environment, readSecret } from '../environment.ts';
import type { EvaluationConfig } from './evaluation-config.ts';
import { evaluationPath } from './evaluation-paths.ts';

const CONCURRENCY = 8;

/** The embeddings of an evaluation; what an endpoint was paid for stays in the folder. */
export async function openEmbedder(
  { embeddings, seed }: Pick<EvaluationConfig, 'embeddings' | 'seed'>,
  folder: string,
  environment: Environment,
  budget: Budget,
): Promise<{ readonly embedder: Embedder; close(): Promise<void> }> {
  const { provider, model, baseUrl } = parseEmbedderName(embeddings.model);
  if (provider === 'offline') return { embedder: createOfflineEmbedder(), close: async () => {} };
  const { clock } = environment;
  const layers: EmbeddingLayers = (inner) =>
    withBudget(
      withRetry(withLimits(inner, { concurrency: CONCURRENCY, clock }), {
        clock,
        random: createRandom(`retry/${seed}`),
      }),
      { budget, price: embeddings.price },
    );
  const reference =
    embeddings.key ??
    (baseUrl === undefined ? (provider === 'openai' ? 'env:OPENAI_API_KEY' : 'env:HF_TOKEN') : undefined);
  const key = reference === undefined ? {} : { apiKey: readSecret(reference, environment, 'the embeddings') };
  const embedder =
    provider === 'openai'
      ? createOpenAIEmbedder({ model, ...key, ...(baseUrl === undefined ? {} : { baseUrl }), layers })
      : createHuggingFaceEmbedder({
          model,
          ...key,
          ...(baseUrl === undefined ? {} : { endpointUrl: baseUrl }),
          layers,
        });
  const store = await openEmbeddings(evaluationPath(folder, 'embeddings'));
  return { embedder: withEmbeddingCache(embedder, store), close: () => store.close() };
}
