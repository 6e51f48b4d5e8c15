import { type ChatModel, type ChatReply, type Embedder, ImaginariumError, messageOf } from '@imaginarium/contracts';
import { callWithDeadline } from '../chat-completion/call-with-deadline.ts';
import type { Deadline } from '../chat-completion/deadline.ts';
import { brokenReply, errorFromNetwork } from '../errors/error-from-network.ts';
import { type EndpointContext, errorFromStatus } from '../errors/error-from-status.ts';
import { StatusFailure } from '../errors/status-failure.ts';
import { estimateTextTokens } from '../estimate-tokens.ts';
import { readVectors } from './read-vectors.ts';
import { packVectors, unpackVectors } from './vector-text.ts';

export interface EmbeddingReply {
  /** One a text, in order: not checked yet. */
  readonly vectors: unknown;
  /** Undefined where the server does not say. */
  readonly inputTokens?: number | undefined;
}

export interface EmbeddingClient {
  readonly id: string;
  readonly context: EndpointContext;
  readonly batchSize: number;
  /** Milliseconds for a whole exchange. */
  readonly timeoutMs: number;
  /** Loads the client library, once, with the first call and outside its deadline. */
  readonly load: () => Promise<(texts: readonly string[], deadline: Deadline) => Promise<EmbeddingReply>>;
  /** Whether what the client threw is a reply that broke off or is not what the API promises. */
  readonly isBrokenReply: (thrown: unknown) => boolean;
  readonly layers: EmbeddingLayers | undefined;
}

/** Puts layers around a model: `withRetry`, `withLimits`, `withBudget`, `withJournal`. */
export type EmbeddingLayers = (model: ChatModel) => ChatModel;

/**
 * An Embedder over any endpoint. Each batch goes out as a ChatModel's request, so that the layers of chat serve embeddings too
 * and stay the only ones of their kind: the texts are its messages, so that tokens are estimated and counted as ever, and the
 * vectors are the words of the reply.
 */
export function createEndpointEmbedder(client: EmbeddingClient): Embedder {
  const { id, batchSize, layers = (model) => model } = client;
  const model = layers(asModel(client));
  return {
    id,
    batchSize,
    embed: async (texts, options) => {
      if (texts.length === 0) return [];
      const spoken = texts.filter(isSpoken);
      // A server may refuse a blank text, and only a vector tells how long vectors are.
      const asked = spoken.length === 0 ? ['.'] : spoken;
      const vectors: Float32Array[] = [];
      for (let at = 0; at < asked.length; at += batchSize) {
        const messages = asked.slice(at, at + batchSize).map((content) => ({ role: 'user' as const, content }));
        const place = { step: 'embed', ordinal: at / batchSize };
        const reply = await model.complete({ purpose: 'predict', place, messages, maxTokens: 1 }, options);
        vectors.push(...unpackVectors(reply.message.content));
      }
      const dimensions = vectors[0]?.length ?? 0;
      if (vectors.some((vector) => vector.length !== dimensions))
        throw brokenReply('holds vectors of different lengths', client.context);
      let next = 0;
      return texts.map((text) => (isSpoken(text) ? (vectors[next++] as Float32Array) : new Float32Array(dimensions)));
    },
  };
}

function isSpoken(text: string): boolean {
  return text.trim() !== '';
}

function asModel(client: EmbeddingClient): ChatModel {
  const { id, context, timeoutMs } = client;
  let loaded: ReturnType<EmbeddingClient['load']> | undefined;
  return {
    id,
    complete: async ({ messages }, options): Promise<ChatReply> => {
      const texts = messages.map(({ content }) => content);
      loaded ??= client.load();
      const send = await loaded;
      const { vectors, inputTokens } = await callWithDeadline(
        async (deadline) => {
          try {
            return await send(texts, deadline);
          } catch (thrown) {
            throw deadline.isOver ? thrown : toError(thrown, client);
          }
        },
        { timeoutMs, signal: options?.signal, context },
      );
      const content = packVectors(readVectors(vectors, texts.length, context));
      const usage = {
        inputTokens: inputTokens ?? texts.reduce((sum, text) => sum + estimateTextTokens(text), 0),
        outputTokens: 0,
        isEstimated: inputTokens === undefined,
      };
      return { message: { role: 'assistant', content }, finishReason: 'stop', usage, model: context.model };
    },
  };
}

function toError(thrown: unknown, { context, isBrokenReply }: EmbeddingClient): ImaginariumError {
  if (thrown instanceof StatusFailure) return errorFromStatus(thrown.failure, context);
  if (thrown instanceof ImaginariumError) return thrown;
  if (isBrokenReply(thrown)) return brokenReply(`broke off or is not as promised: ${messageOf(thrown)}`, context);
  return errorFromNetwork(thrown, context);
}
