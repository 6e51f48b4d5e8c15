import { type ChatReply, foldSystem, ImaginariumError } from '@imaginarium/contracts';
import { createOpenAIModel } from '@imaginarium/models';
import type { CompletionRequest } from '../local/trainer.ts';
import { readWrittenCalls } from './read-written-calls.ts';
import { withShortIds } from './wire-record.ts';

export interface TrlServer {
  /**
   * An OpenAI-compatible server up to and including `/v1`, of the user's own. It is asked for a model by the name of the
   * base model or the folder of the checkpoint: `transformers serve` loads what it is asked for, `vllm serve FOLDER` serves
   * that one.
   */
  readonly url: string;
  readonly apiKey?: string;
  /** Milliseconds for a whole exchange; the first one may load a model. @default 600000 */
  readonly timeoutMs?: number;
  /** @default the runtime's */
  readonly fetch?: typeof globalThis.fetch;
}

/** Answers through the server. @throws ImaginariumError `endpoint/not-served` where there is none, or it has not this model */
export async function completeByServer(
  model: string,
  request: CompletionRequest,
  {
    server,
    foldsSystem,
    signal,
  }: {
    readonly server: TrlServer | undefined;
    readonly foldsSystem: boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ChatReply> {
  if (server === undefined) {
    throw notServed(`Nothing serves ${model}: the trl trainer was given no server to answer with.`, model);
  }
  const { toolChoice } = request;
  const chat = createOpenAIModel({
    model,
    baseUrl: server.url,
    timeoutMs: server.timeoutMs ?? 600_000,
    ...(server.apiKey === undefined ? {} : { apiKey: server.apiKey }),
    ...(server.fetch === undefined ? {} : { fetch: server.fetch }),
    ...(typeof toolChoice === 'object'
      ? { parameters: { tool_choice: { type: 'function', function: { name: toolChoice.name } } } }
      : {}),
  });
  const { messages, tools, temperature, maxTokens, seed } = request;
  try {
    const reply = await chat.complete(
      {
        purpose: 'predict',
        place: { step: 'complete', ordinal: 0 },
        messages: withShortIds(foldsSystem ? foldSystem(messages) : messages),
        ...(tools?.length ? { tools: [...tools] } : {}),
        ...(typeof toolChoice === 'string' ? { toolChoice } : {}),
        ...(temperature === undefined ? {} : { temperature }),
        ...(maxTokens === undefined ? {} : { maxTokens }),
        ...(seed === undefined ? {} : { seed }),
      },
      signal ? { signal } : {},
    );
    return readWrittenCalls(reply, toolChoice === 'none' ? [] : (tools ?? []));
  } catch (thrown) {
    if (!(thrown instanceof ImaginariumError)) throw thrown;
    const isNotThere = thrown.code === 'endpoint/unreachable' || /\b404\b/.test(thrown.message);
    if (isNotThere) throw notServed(`${model} is not served at ${server.url}: ${thrown.message}`, model, thrown);
    throw thrown;
  }
}

function notServed(message: string, model: string, cause?: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'endpoint/not-served',
    message,
    hint: `Start one, for example \`transformers serve --port 8001\` (any model) or \`vllm serve ${model} --port 8001\`, and give its URL (http://127.0.0.1:8001/v1).`,
    cause,
  });
}
