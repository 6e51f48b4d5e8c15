import type { EncodedQuery } from './encode-query.ts';
import { hashText } from './hash-text.ts';

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '(': ')',
  '[': ']',
  '{': '}',
  '`': '`',
};
const LONGEST_SPELLED = 4;

/** Hashes of what only a span as a whole shows: its length, its words, quotes that close around it. */
export function spanFeatures({ tokens }: EncodedQuery, first: number, last: number): Int32Array {
  const length = last - first + 1;
  const closing = CLOSING[tokens[first - 1]?.text ?? ''];
  const own = CLOSING[tokens[first]?.text ?? ''];
  const features = [
    `length ${length < 6 ? length : 6 + Math.floor(Math.log2(length))}`,
    `closed ${closing === undefined ? '-' : closing === tokens[last + 1]?.text}`,
    `closes ${own === undefined ? '-' : own === tokens[last]?.text}`,
    `chunks ${Math.min(4, chunksIn(tokens, first, last))} ${tokens[last + 1]?.isGlued === true}`,
  ];
  if (length <= LONGEST_SPELLED) {
    features.push(
      `said ${tokens
        .slice(first, last + 1)
        .map(({ lower }) => lower)
        .join(' ')}`,
    );
  }
  return Int32Array.from(features.map(hashText));
}

/** Runs without white space that a span spreads over. */
function chunksIn(tokens: EncodedQuery['tokens'], first: number, last: number): number {
  let chunks = 1;
  for (let at = first + 1; at <= last && chunks < 4; at++) if (tokens[at]?.isGlued === false) chunks++;
  return chunks;
}
