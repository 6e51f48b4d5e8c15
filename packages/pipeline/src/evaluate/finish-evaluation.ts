import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { endOf } from '../end-of.ts';
import type { Environment } from '../environment.ts';
import type { OpenEvaluation } from './open-evaluation.ts';

/** Does the work of an opened evaluation; whatever ends it, `evaluation.json` tells how it stands, and the folder is let go. */
export async function finishEvaluation<Result>(
  opened: OpenEvaluation,
  environment: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await opened.settle('running');
    const result = await work();
    await opened.settle('done');
    return result;
  } catch (thrown) {
    const error = endOf(thrown, environment);
    const known =
      error instanceof ImaginariumError
        ? error
        : new ImaginariumError({ code: 'internal/unexpected', message: messageOf(error), cause: error });
    // The error that ended the work matters more than a file that cannot be written, say on a full disk.
    await opened.settle(environment.signal?.aborted ? 'interrupted' : 'failed', known).catch(() => {});
    throw error;
  } finally {
    await opened.close();
  }
}
