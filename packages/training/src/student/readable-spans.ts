import type { JsonValue } from '@imaginarium/contracts';
import { type EncodedQuery, spanText } from './encode-query.ts';
import { normalisers } from './normalisers.ts';

/** Tokens of a query, both ends inclusive, and what a normaliser makes of them. */
export interface ReadableSpan {
  readonly first: number;
  readonly last: number;
  readonly value: JsonValue;
}

const known = new WeakMap<EncodedQuery, Map<string, readonly ReadableSpan[]>>();

/** The spans of a query that a normaliser can read, in order, without those inside a longer one; null where it reads any. */
export function readableSpans(query: EncodedQuery, name: string): readonly ReadableSpan[] | null {
  const normaliser = normalisers[name];
  if (normaliser === undefined || normaliser.reads === 'text') return null;
  let ofQuery = known.get(query);
  if (ofQuery === undefined) {
    ofQuery = new Map();
    known.set(query, ofQuery);
  }
  const found = ofQuery.get(name);
  if (found !== undefined) return found;
  const spans: ReadableSpan[] = [];
  for (let first = 0; first < query.tokens.length; first++) {
    const end = Math.min(query.tokens.length, first + normaliser.reads);
    for (let last = first; last < end; last++) {
      const value = normaliser.apply(spanText(query, first, last));
      if (value !== undefined) spans.push({ first, last, value });
    }
  }
  const whole = spans.filter(
    ({ first, last }) =>
      !spans.some((other) => other.first <= first && other.last >= last && other.last - other.first > last - first),
  );
  ofQuery.set(name, whole);
  return whole;
}
