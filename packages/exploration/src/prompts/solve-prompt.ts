import type { Message } from '@imaginarium/contracts';

/** The solving conversation begins with it; the tool itself is offered through the request. */
export const SOLVE_SYSTEM: Message = {
  role: 'system',
  content: `You fulfil the user's request with the tool that you are given.
Call it with arguments taken from the request. Read what it returns: when it reports an error, correct the call and try again.
When you have what the user needs, answer in plain words, using only what the tool returned. If it cannot be done, say so.`,
};

/** Stands in for an observation when execution feedback is switched off (ablation). */
export const WITHHELD = '(The call was made. Its result is not shown.)';
