import { type ChatModel, ImaginariumError, type JsonObject } from '@imaginarium/contracts';
import type { OpenAI } from 'openai';
import { type ClientFailure, createChatCompletionModel } from '../chat-completion/create-chat-completion-model.ts';
import { withTextProtocol } from '../text-protocol/with-text-protocol.ts';
import { createClient } from './create-client.ts';
import { loadUndiciFetch } from './undici-fetch.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export interface OpenAIModelOptions {
  readonly model: string;
  /** Any OpenAI-compatible server, up to and including its `/v1`. @default OpenAI's own */
  readonly baseUrl?: string;
  /** Needed for OpenAI's own server only. */
  readonly apiKey?: string;
  /** How tools are called: by the API's tool calls, or by the paper's text protocol. @default 'native' */
  readonly protocol?: 'native' | 'text';
  /** @default undici's `request` behind a fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds for a whole exchange. @default 120000 */
  readonly timeoutMs?: number;
  /** Further body fields, as the server documents them, for example `reasoning_effort`; they win over the request's. */
  readonly parameters?: JsonObject;
}

/**
 * A model behind OpenAI's API or any server that speaks it. The client library loads with the first call.
 *
 * @throws ImaginariumError `secret/missing` when OpenAI's own server is meant and there is no key
 */
export function createOpenAIModel(options: OpenAIModelOptions): ChatModel {
  const { model, baseUrl = OPENAI_URL, apiKey, timeoutMs = 120_000, parameters = {} } = options;
  const isOwn = baseUrl === OPENAI_URL;
  if (isOwn && !apiKey)
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The model openai:${model} needs an OpenAI API key, and there is none.`,
      hint: 'Set OPENAI_API_KEY, name a server of your own (openai:MODEL@http://127.0.0.1:11434/v1), or use practice:.',
    });
  const native = createChatCompletionModel({
    id: `openai:${model}${isOwn ? '' : `@${baseUrl}`}`,
    context: { model, server: baseUrl, apiKey },
    dialect: { maxTokensField: isOwn ? 'max_completion_tokens' : 'max_tokens', refused: new Set() },
    parameters,
    timeoutMs,
    load: async () => {
      const fetch = options.fetch ?? (await loadUndiciFetch());
      const { chat } = await createClient({ baseUrl, apiKey, fetch, timeoutMs });
      return async (body, signal) =>
        chat.completions.create(body as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming, { signal });
    },
    sortFailure,
  });
  return options.protocol === 'text' ? withTextProtocol(native) : native;
}

function sortFailure(thrown: unknown): ClientFailure {
  if (!(thrown instanceof Error)) return { kind: 'network', thrown };
  if ('status' in thrown && typeof thrown.status === 'number' && 'headers' in thrown) {
    const headers = thrown.headers as Headers | undefined;
    const body = 'error' in thrown && thrown.error !== undefined ? { error: thrown.error } : bodyText(thrown);
    return { kind: 'status', status: thrown.status, header: (name) => headers?.get(name), body };
  }
  // Connection failures are the client's own errors; what reading a body throws comes through as it is.
  return { kind: 'status' in thrown ? 'network' : 'reply', thrown };
}

/** The client puts the status before a body that is not JSON, and drops one that has no `error`. */
function bodyText({ message }: Error): string {
  return message.replace(/^\d{3} /, '').replace('status code (no body)', '');
}
