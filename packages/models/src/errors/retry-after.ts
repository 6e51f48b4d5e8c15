/** Looks a response header up by its lower-case name. */
export type HeaderLookup = (name: string) => string | null | undefined;

/**
 * Milliseconds that a server asks to wait: `retry-after-ms`, or `Retry-After` as seconds or as a date (RFC 9110 §10.2.3).
 * A date is measured from the server's own `Date`, so that a wrong clock here does not matter; undefined when unreadable.
 */
export function readRetryAfter(header: HeaderLookup): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const until = Date.parse(value ?? '');
  const from = Date.parse(header('date') ?? '');
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (Number.isNaN(from) ? Date.now() : from));
}

function readNumber(text: string | null | undefined): number | undefined {
  return text != null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
