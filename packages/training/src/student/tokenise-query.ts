/** A run of letters, a run of digits, or one other sign. Offsets are UTF-16 code units of the query, end exclusive. */
export interface QueryToken {
  readonly text: string;
  readonly lower: string;
  readonly kind: 'word' | 'digits' | 'sign';
  readonly start: number;
  readonly end: number;
  /** No white space before it. */
  readonly isGlued: boolean;
}

const TOKEN = /([\p{L}\p{M}]+)|(\p{N}+)|[^\s\p{L}\p{M}\p{N}]/gu;
/** A query is read up to here: what a person writes is shorter, and cost grows with the square of the length. */
const MOST_TOKENS = 600;

export function tokeniseQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  for (const match of query.matchAll(TOKEN)) {
    if (tokens.length === MOST_TOKENS) break;
    const [text, word, digits] = match;
    const start = match.index;
    const kind = word !== undefined ? 'word' : digits !== undefined ? 'digits' : 'sign';
    const isGlued = start > 0 && tokens.at(-1)?.end === start;
    tokens.push({ text, lower: text.toLowerCase(), kind, start, end: start + text.length, isGlued });
  }
  return tokens;
}
