import type { HttpFailure } from './error-from-status.ts';
import type { HeaderLookup } from './retry-after.ts';

/** A status that is not 2xx, thrown whole: what to do about it may stand in its headers (Retry-After) and its body. */
export class StatusFailure extends Error {
  readonly failure: HttpFailure;

  constructor(status: number, header: HeaderLookup, text: string) {
    super(`status ${status}`);
    this.failure = { status, header, body: parseOrText(text) };
  }
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
