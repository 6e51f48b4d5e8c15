import { ImaginariumError } from '@imaginarium/contracts';

/** After this many failed rows with no other between them the model, not the rows, is at fault. As in curation. */
const FAILURES_IN_A_ROW = 10;

interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * Watches for a model that answers nothing that can be used. One such reply is data; nothing else would be an empty result,
 * slowly come by, that says it is done.
 */
export interface FailureStreak {
  /** @throws ImaginariumError the failure's code, at the tenth failed row in a row */
  add(failure: Failure | undefined): void;
  /** @throws ImaginariumError the last failure's code, when all rows failed */
  end(): void;
}

/** @param rows what is counted, for example `trials` */
export function createFailureStreak(rows: string): FailureStreak {
  let [all, failed, inARow] = [0, 0, 0];
  let last: Failure | undefined;
  const refuse = (count: number): never => {
    throw new ImaginariumError({
      code: (last?.code ?? 'endpoint/failed') as ImaginariumError['code'],
      message: `${count} of ${count} ${rows} ${count === all ? '' : 'in a row '}failed, the last one so: ${last?.message}`,
      hint: 'Does the base URL belong to a chat completions API (most end in /v1)? What was answered is kept; the same command goes on.',
    });
  };
  return {
    add: (failure) => {
      all++;
      inARow = failure ? inARow + 1 : 0;
      if (!failure) return;
      failed++;
      last = failure;
      if (inARow >= FAILURES_IN_A_ROW) refuse(inARow);
    },
    end: () => {
      if (all > 0 && failed === all) refuse(failed);
    },
  };
}
