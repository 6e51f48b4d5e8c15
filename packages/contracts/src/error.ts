/** What kind of thing went wrong; the command maps each to an exit code. */
export type ErrorCategory =
  | 'internal'
  | 'usage'
  | 'config'
  | 'input'
  | 'secret'
  | 'permission'
  | 'endpoint'
  | 'budget'
  | 'locked'
  | 'interrupted'
  | 'disk';

export interface ErrorDetails {
  /** `category/what`, for example `config/unknown-key`. Stable: programs may match on it. */
  readonly code: `${ErrorCategory}/${string}`;
  /** What happened and where, in one or two sentences for a person. */
  readonly message: string;
  /** What the person can do next. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** @default false */
  readonly isRetryable?: boolean;
}

/** The one error that runs fail with. Rows never throw it: a row's failure is data. */
export class ImaginariumError extends Error {
  override readonly name = 'ImaginariumError';
  readonly code: `${ErrorCategory}/${string}`;
  readonly hint: string | undefined;
  readonly isRetryable: boolean;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.hint = details.hint;
    this.isRetryable = details.isRetryable ?? false;
  }

  get category(): ErrorCategory {
    return this.code.slice(0, this.code.indexOf('/')) as ErrorCategory;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

const ROW_FAILURES: readonly string[] = [
  'endpoint/refused-request',
  'endpoint/context-length',
  'endpoint/broken-reply',
];

/**
 * Whether an error of a model call ends the whole run. Three do not: the request of this row was refused or could not
 * be answered, and the next row may go well.
 */
export function stopsRun(error: ImaginariumError): boolean {
  return !ROW_FAILURES.includes(error.code);
}
