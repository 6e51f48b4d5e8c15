import { type ChatModel, ImaginariumError, type JsonObject } from '@imaginarium/contracts';
import { type ClientFailure, createChatCompletionModel } from '../chat-completion/create-chat-completion-model.ts';
import { StatusFailure } from '../errors/status-failure.ts';
import { createJsonFetch } from './json-fetch.ts';
import { loadInference } from './load-inference.ts';

export interface HuggingFaceModelOptions {
  /** A model of the Hub, or any name for an endpoint of one's own. */
  readonly model: string;
  /** An inference provider's name. @default the Hub's router chooses */
  readonly provider?: string;
  /** An Inference Endpoint or a local TGI or vLLM server; excludes `provider`. */
  readonly endpointUrl?: string;
  /** Needed unless there is an `endpointUrl` that takes none. */
  readonly apiKey?: string;
  /** @default the built-in one */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds for a whole exchange. @default 120000 */
  readonly timeoutMs?: number;
  /** Further body fields; they win over the request's. */
  readonly parameters?: JsonObject;
}

/**
 * A model behind Hugging Face's Inference Providers or an endpoint. The client library loads with the first call.
 *
 * @throws ImaginariumError `secret/missing` · `config/model-name` when both a provider and an endpoint are named
 */
export function createHuggingFaceModel(options: HuggingFaceModelOptions): ChatModel {
  const { model, provider, endpointUrl, apiKey, timeoutMs = 120_000, parameters = {} } = options;
  if (provider !== undefined && endpointUrl !== undefined)
    throw new ImaginariumError({
      code: 'config/model-name',
      message: `The model huggingface:${model} names both the provider ${provider} and the endpoint ${endpointUrl}.`,
      hint: 'Name one of them.',
    });
  if (endpointUrl === undefined && !apiKey)
    throw new ImaginariumError({
      code: 'secret/missing',
      message: `The model huggingface:${model} needs a Hugging Face token, and there is none.`,
      hint: 'Set HF_TOKEN, or name an endpoint of your own (huggingface:MODEL@http://127.0.0.1:8080).',
    });
  const fetch = createJsonFetch(options.fetch ?? globalThis.fetch, model);
  return createChatCompletionModel({
    id: `huggingface:${model}${endpointUrl === undefined ? '' : `@${endpointUrl}`}`,
    context: { model, server: endpointUrl ?? 'https://router.huggingface.co', apiKey },
    dialect: { maxTokensField: 'max_tokens', refused: new Set() },
    parameters,
    timeoutMs,
    load: async () => {
      const { chatCompletion } = await loadInference();
      const access = {
        ...(apiKey && { accessToken: apiKey }),
        ...(endpointUrl === undefined ? { provider: provider ?? 'auto' } : { endpointUrl }),
      };
      return async (body, { signal }) =>
        chatCompletion({ ...body, ...access } as unknown as Parameters<typeof chatCompletion>[0], {
          fetch,
          signal,
          retry_on_error: false,
        });
    },
    sortFailure,
  });
}

function sortFailure(thrown: unknown): ClientFailure {
  if (thrown instanceof StatusFailure) return { kind: 'status', ...thrown.failure };
  if (thrown instanceof Error && ['InputError', 'RoutingError'].includes(thrown.name))
    return { kind: 'network', thrown: new ImaginariumError({ code: 'config/model-name', message: thrown.message }) };
  if (thrown instanceof SyntaxError) return { kind: 'reply', thrown };
  if (thrown instanceof Error && /OutputError|terminated/.test(`${thrown.name} ${thrown.message}`))
    return { kind: 'reply', thrown };
  return { kind: 'network', thrown };
}
