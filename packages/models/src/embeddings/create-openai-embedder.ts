import { type Embedder, ImaginariumError, isJsonObject } from '@imaginarium/contracts';
import { StatusFailure } from '../errors/status-failure.ts';
import { BrokenBody, createFetchPost } from '../openai/post.ts';
import { createUndiciPost } from '../openai/undici-post.ts';
import { createEndpointEmbedder, type EmbeddingLayers, type EmbeddingReply } from './create-endpoint-embedder.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export interface OpenAIEmbedderOptions {
  readonly model: string;
  /** Any OpenAI-compatible server, up to and including its `/v1`. @default OpenAI's own */
  readonly baseUrl?: string;
  /** Needed for OpenAI's own server only. */
  readonly apiKey?: string;
  /** Texts a request; OpenAI takes 2,048. @default 128 */
  readonly batchSize?: number;
  /** Milliseconds for a whole exchange. @default 120000 */
  readonly timeoutMs?: number;
  /** @default undici's `dispatch` */
  readonly fetch?: typeof globalThis.fetch;
  /** Retries, limits and budget. @default none */
  readonly layers?: EmbeddingLayers;
}

/**
 * Embeddings from OpenAI's API (API reference, Embeddings) or any server that speaks it.
 *
 * @throws ImaginariumError `secret/missing` when OpenAI's own server is meant and there is no key
 */
export function createOpenAIEmbedder(options: OpenAIEmbedderOptions): Embedder {
  const { model, baseUrl = OPENAI_URL, apiKey, batchSize = 128, timeoutMs = 120_000, layers } = options;
  const isOwn = baseUrl === OPENAI_URL;
  if (isOwn && !apiKey)
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The embeddings openai:${model} need an OpenAI API key, and there is none.`,
      hint: 'Set OPENAI_API_KEY, name a server of your own (openai:MODEL@http://127.0.0.1:8080/v1), or use offline:.',
    });
  return createEndpointEmbedder({
    id: `openai:${model}${isOwn ? '' : `@${baseUrl}`}`,
    context: { model, server: baseUrl, apiKey },
    batchSize,
    timeoutMs,
    layers,
    load: async () => {
      const target = {
        url: new URL(`${baseUrl.replace(/\/+$/, '')}/embeddings`),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'imaginarium',
          ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        },
      };
      const post = options.fetch ? createFetchPost(options.fetch, target) : await createUndiciPost(target);
      return async (texts, deadline) => {
        const body = JSON.stringify({ model, input: texts, encoding_format: 'float' });
        const { status, header, text } = await post(body, deadline);
        if (status < 200 || status >= 300) throw new StatusFailure(status, header, text);
        return readReply(JSON.parse(text));
      };
    },
    isBrokenReply: (thrown) => thrown instanceof BrokenBody || thrown instanceof SyntaxError,
  });
}

function readReply(reply: unknown): EmbeddingReply {
  if (!isJsonObject(reply) || !Array.isArray(reply.data)) return { vectors: undefined };
  const rows = reply.data.filter(isJsonObject);
  rows.sort((a, b) => Number(a.index ?? 0) - Number(b.index ?? 0));
  const tokens = isJsonObject(reply.usage) ? reply.usage.prompt_tokens : undefined;
  return {
    vectors: rows.map((row) => row.embedding),
    inputTokens: typeof tokens === 'number' && Number.isInteger(tokens) && tokens >= 0 ? tokens : undefined,
  };
}
