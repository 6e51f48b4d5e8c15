import type { ChatModel, ChatRequest, Clock } from '@imaginarium/contracts';
import { throwIfAborted } from '../errors/endpoint-error.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import { createSlots } from './create-slots.ts';
import { RateWindow } from './rate-window.ts';

export interface Limits {
  /** Calls under way at once. @default unlimited */
  readonly concurrency?: number | undefined;
  /** @default unlimited */
  readonly requestsPerMinute?: number | undefined;
  /** Input and output together. @default unlimited */
  readonly tokensPerMinute?: number | undefined;
}

/** Keeps a model's calls under the limits. A waiting call leaves at once when it is aborted. */
export function withLimits(model: ChatModel, options: Limits & { readonly clock: Clock }): ChatModel {
  const { concurrency, requestsPerMinute, tokensPerMinute, clock } = options;
  const isRated = requestsPerMinute !== undefined || tokensPerMinute !== undefined;
  const window = new RateWindow(clock, { requests: requestsPerMinute, tokens: tokensPerMinute });
  const slots = concurrency === undefined ? undefined : createSlots(concurrency);

  const send: ChatModel['complete'] = async (request, call) => {
    throwIfAborted(call?.signal);
    if (!isRated) return model.complete(request, call);
    const admission = await window.admit(reservedTokens(request), call?.signal);
    const reply = await model.complete(request, call);
    window.settle(admission, reply.usage.inputTokens + reply.usage.outputTokens);
    return reply;
  };
  return {
    id: model.id,
    complete: (request, call) =>
      slots === undefined ? send(request, call) : slots(() => send(request, call), call?.signal),
  };
}

function reservedTokens(request: ChatRequest): number {
  return estimateTokens(request) + (request.maxTokens ?? 0);
}
