import { ImaginariumError } from '@imaginarium/contracts';
import type { Environment } from './environment.ts';

/** What an interruption says for itself; whichever call noticed it first says less. */
export function endOf(thrown: unknown, { signal }: Environment): unknown {
  return signal?.aborted && signal.reason instanceof ImaginariumError ? signal.reason : thrown;
}
