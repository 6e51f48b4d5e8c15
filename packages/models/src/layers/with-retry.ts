import type { ChatModel } from '@imaginarium/contracts';
import { type RetryOptions, retry } from './retry.ts';

/** Puts the one retry loop around a model. */
export function withRetry(model: ChatModel, options: RetryOptions): ChatModel {
  return {
    id: model.id,
    complete: (request, call) => retry(() => model.complete(request, call), options, call?.signal),
  };
}
