import { type ErrorDetails, ImaginariumError } from '@imaginarium/contracts';

/** A failure of a model endpoint. */
export class EndpointError extends ImaginariumError {
  /** Milliseconds that the server asks to wait before the next attempt; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(details: ErrorDetails & { readonly retryAfterMs?: number | undefined }) {
    super(details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What a call that was aborted from outside fails with. */
export function abortedError(): ImaginariumError {
  return new ImaginariumError({ code: 'interrupted/aborted', message: 'The model call was interrupted.' });
}

/** @throws ImaginariumError `interrupted/aborted` when the signal is aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError();
}

/** Replaces every occurrence of a secret, so that a server that echoes it cannot leak it through an error. */
export function redact(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, '[redacted]') : text;
}
