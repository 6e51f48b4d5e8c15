import { type Embedder, ImaginariumError } from '@imaginarium/contracts';
import { createJsonFetch } from '../huggingface/json-fetch.ts';
import { loadInference } from '../huggingface/load-inference.ts';
import { createEndpointEmbedder, type EmbeddingLayers } from './create-endpoint-embedder.ts';

export interface HuggingFaceEmbedderOptions {
  /** A sentence-embedding model of the Hub, or any name for an endpoint of one's own. */
  readonly model: string;
  /** An Inference Endpoint or a Text Embeddings Inference server. @default the Hub's router */
  readonly endpointUrl?: string;
  /** Needed unless there is an `endpointUrl` that takes none. */
  readonly apiKey?: string;
  /** Texts a request; Text Embeddings Inference takes 32 unless told otherwise. @default 32 */
  readonly batchSize?: number;
  /** Milliseconds for a whole exchange. @default 120000 */
  readonly timeoutMs?: number;
  /** @default the built-in one */
  readonly fetch?: typeof globalThis.fetch;
  /** Retries, limits and budget. @default none */
  readonly layers?: EmbeddingLayers;
}

/**
 * Embeddings from Hugging Face's feature extraction: Inference Providers or an endpoint. The client library loads with the first call.
 *
 * @throws ImaginariumError `secret/missing`
 */
export function createHuggingFaceEmbedder(options: HuggingFaceEmbedderOptions): Embedder {
  const { model, endpointUrl, apiKey, batchSize = 32, timeoutMs = 120_000, layers } = options;
  if (endpointUrl === undefined && !apiKey)
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The embeddings huggingface:${model} need a Hugging Face token, and there is none.`,
      hint: 'Set HF_TOKEN, name an endpoint of your own (huggingface:MODEL@http://127.0.0.1:8080), or use offline:.',
    });
  const fetch = createJsonFetch(options.fetch ?? globalThis.fetch, model);
  return createEndpointEmbedder({
    id: `huggingface:${model}${endpointUrl === undefined ? '' : `@${endpointUrl}`}`,
    context: { model, server: endpointUrl ?? 'https://router.huggingface.co', apiKey },
    batchSize,
    timeoutMs,
    layers,
    load: async () => {
      const { featureExtraction } = await loadInference();
      const access = {
        ...(apiKey && { accessToken: apiKey }),
        ...(endpointUrl === undefined ? { provider: 'auto' as const } : { endpointUrl }),
      };
      return async (texts, { signal }) => ({
        vectors: await featureExtraction(
          { model, inputs: [...texts], ...access },
          { fetch, signal, retry_on_error: false },
        ),
      });
    },
    isBrokenReply: (thrown) =>
      thrown instanceof SyntaxError ||
      (thrown instanceof Error && /OutputError|terminated/.test(`${thrown.name} ${thrown.message}`)),
  });
}
