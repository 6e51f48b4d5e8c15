import { ImaginariumError, type Trial } from '@imaginarium/contracts';

/** After this many failed trials with no other between them the model, not the trials, is at fault. As in curation. */
const FAILURES_IN_A_ROW = 10;

/**
 * Watches for a model that answers nothing that can be used. One such reply is data; nothing else would be an empty run,
 * slowly come by, that says it is done.
 */
export interface FailedTrials {
  /** @throws ImaginariumError the failure's code, at the tenth failed trial in a row */
  add(trial: Trial): void;
  /** @throws ImaginariumError the last failure's code, when all trials failed */
  end(): void;
}

export function createFailedTrials(): FailedTrials {
  let [all, failed, inARow] = [0, 0, 0];
  let last: Trial['failure'];
  const refuse = (count: number): never => {
    throw new ImaginariumError({
      code: (last?.code ?? 'endpoint/failed') as ImaginariumError['code'],
      message: `${count} of ${count} trials ${count === all ? '' : 'in a row '}failed, the last one so: ${last?.message}`,
      hint: 'Does the base URL belong to a chat completions API (most end in /v1)? What was answered is kept; the same command goes on.',
    });
  };
  return {
    add: ({ outcome, failure }) => {
      all++;
      inARow = outcome === 'failed' ? inARow + 1 : 0;
      if (outcome !== 'failed') return;
      failed++;
      last = failure;
      if (inARow >= FAILURES_IN_A_ROW) refuse(inARow);
    },
    end: () => {
      if (all > 0 && failed === all) refuse(failed);
    },
  };
}
