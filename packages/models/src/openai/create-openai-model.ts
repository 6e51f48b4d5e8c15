import { type ChatModel, ImaginariumError, type JsonObject } from '@imaginarium/contracts';
import { type ClientFailure, createChatCompletionModel } from '../chat-completion/create-chat-completion-model.ts';
import { StatusFailure } from '../errors/status-failure.ts';
import { withTextProtocol } from '../text-protocol/with-text-protocol.ts';
import { BrokenBody, createFetchPost, type PostReply, type PostTarget } from './post.ts';
import { createUndiciPost } from './undici-post.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export interface OpenAIModelOptions {
  readonly model: string;
  /** Any OpenAI-compatible server, up to and including its `/v1`. @default OpenAI's own */
  readonly baseUrl?: string;
  /** Needed for OpenAI's own server only. */
  readonly apiKey?: string;
  /** How tools are called: by the API's tool calls, or by the paper's text protocol. @default 'native' */
  readonly protocol?: 'native' | 'text';
  /** @default undici's `dispatch` */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds for a whole exchange. @default 120000 */
  readonly timeoutMs?: number;
  /** Further body fields, as the server documents them, for example `reasoning_effort`; they win over the request's. */
  readonly parameters?: JsonObject;
}

/**
 * A model behind OpenAI's API or any server that speaks it. undici loads with the first call.
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
      const target = targetOf(baseUrl, apiKey);
      const post = options.fetch ? createFetchPost(options.fetch, target) : await createUndiciPost(target);
      return (body, deadline) => post(JSON.stringify(body), deadline).then(readReply);
    },
    sortFailure,
  });
  return options.protocol === 'text' ? withTextProtocol(native) : native;
}

function targetOf(baseUrl: string, apiKey: string | undefined): PostTarget {
  return {
    url: new URL(`${baseUrl.replace(/\/+$/, '')}/chat/completions`),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'imaginarium',
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
    },
  };
}

function readReply({ status, header, text }: PostReply): unknown {
  if (status < 200 || status >= 300) throw new StatusFailure(status, header, text);
  return JSON.parse(text);
}

function sortFailure(thrown: unknown): ClientFailure {
  if (thrown instanceof StatusFailure) return { kind: 'status', ...thrown.failure };
  const isReply = thrown instanceof BrokenBody || thrown instanceof SyntaxError;
  return { kind: isReply ? 'reply' : 'network', thrown };
}
