import {
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  ImaginariumError,
  type JsonObject,
  messageOf,
} from '@imaginarium/contracts';
import { throwIfAborted } from '../errors/endpoint-error.ts';
import { brokenReply, errorFromNetwork } from '../errors/error-from-network.ts';
import { type EndpointContext, errorFromStatus, type HttpFailure } from '../errors/error-from-status.ts';
import { buildBody, type Dialect } from './build-body.ts';
import { callWithDeadline } from './call-with-deadline.ts';
import type { Deadline } from './deadline.ts';
import { adaptDialect } from './negotiate.ts';
import { readCompletion } from './read-completion.ts';

/** What a client library threw, sorted: a status, no reply at all, or a reply that broke off. */
export type ClientFailure =
  | ({ readonly kind: 'status' } & HttpFailure)
  | { readonly kind: 'network' | 'reply'; readonly thrown: unknown };

/** Posts a body and returns the parsed reply. */
export type Send = (body: JsonObject, deadline: Deadline) => Promise<unknown>;

export interface ChatCompletionClient {
  readonly id: string;
  readonly context: EndpointContext;
  readonly dialect: Dialect;
  readonly parameters: JsonObject;
  /** Milliseconds for a whole exchange. */
  readonly timeoutMs: number;
  /** Loads the client library, once, with the first call and outside its deadline. */
  readonly load: () => Promise<Send>;
  readonly sortFailure: (thrown: unknown) => ClientFailure;
}

/** A ChatModel over any client that speaks `POST /chat/completions`. */
export function createChatCompletionModel(client: ChatCompletionClient): ChatModel {
  let dialect = client.dialect;
  let loaded: Promise<Send> | undefined;
  return {
    id: client.id,
    complete: async (request, options) => {
      throwIfAborted(options?.signal);
      loaded ??= client.load();
      const send = await loaded;
      let learned: Dialect | undefined;
      for (;;) {
        const spoken: Dialect = learned ?? dialect;
        const outcome = await exchange(client, send, request, spoken, options?.signal);
        if ('reply' in outcome) {
          dialect = learned ?? dialect;
          return outcome.reply;
        }
        const { failure, body } = outcome;
        learned = failure.kind === 'status' ? adaptDialect(spoken, body, failure) : undefined;
        if (learned === undefined) throw toError(failure, client.context);
      }
    },
  };
}

type Outcome = { readonly reply: ChatReply } | { readonly failure: ClientFailure; readonly body: JsonObject };

async function exchange(
  client: ChatCompletionClient,
  send: Send,
  request: ChatRequest,
  dialect: Dialect,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { context, timeoutMs } = client;
  // Built anew after a failure rather than kept for as long as the server takes.
  const bodyOf = () => buildBody(context.model, request, client.parameters, dialect);
  return callWithDeadline(
    async (deadline) => {
      let wire: unknown;
      try {
        wire = await send(bodyOf(), deadline);
      } catch (thrown) {
        if (deadline.isOver) throw thrown;
        return { failure: client.sortFailure(thrown), body: bodyOf() };
      }
      return { reply: readCompletion(wire, request, context) };
    },
    { timeoutMs, signal, context },
  );
}

function toError(failure: ClientFailure, context: EndpointContext): ImaginariumError {
  if (failure.kind === 'status') return errorFromStatus(failure, context);
  if (failure.thrown instanceof ImaginariumError) return failure.thrown;
  if (failure.kind === 'network') return errorFromNetwork(failure.thrown, context);
  return brokenReply(`broke off or is not JSON: ${messageOf(failure.thrown)}`, context);
}
