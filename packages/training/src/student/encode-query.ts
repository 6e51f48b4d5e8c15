import { hashText } from './hash-text.ts';
import { type QueryToken, tokeniseQuery } from './tokenise-query.ts';

/** Rows of the embedding that features are hashed to. */
export const BAG_ROWS = 1 << 14;

export interface EncodedQuery {
  readonly text: string;
  readonly tokens: readonly QueryToken[];
  /** Rows of the embedding: words, pairs of words, character trigrams. */
  readonly bag: Int32Array;
  /** Hashes of words and pairs of words, for choices among an argument's forms. */
  readonly words: Int32Array;
  /** Hashes of what surrounds each token, as the first of a span. */
  readonly startFeatures: readonly Int32Array[];
  /** Hashes of what surrounds each token, as the last of a span. */
  readonly endFeatures: readonly Int32Array[];
}

export function encodeQuery(text: string): EncodedQuery {
  const tokens = tokeniseQuery(text);
  const words = wordFeatures(tokens);
  return {
    text,
    tokens,
    words: Int32Array.from(words.map(hashText)),
    bag: Int32Array.from(new Set([...words, ...trigrams(tokens)].map((feature) => hashText(feature) & (BAG_ROWS - 1)))),
    ...surroundings(tokens),
  };
}

/** The text of a span of tokens, both ends inclusive. */
export function spanText(query: EncodedQuery, first: number, last: number): string {
  return query.text.slice(query.tokens[first]?.start, query.tokens[last]?.end);
}

/** What a token looks like: `word` `Word` `WORD` `wOrd`, digits by count, the sign itself. */
export function shapeOf(token: QueryToken | undefined): string {
  if (token === undefined) return '$';
  if (token.kind === 'sign') return token.text;
  if (token.kind === 'digits') return `9${Math.min(token.text.length, 5)}`;
  if (token.text === token.lower) return token.text.length === 1 ? 'a' : 'aa';
  if (token.text === token.text.toUpperCase()) return token.text.length === 1 ? 'A' : 'AA';
  return token.text.charAt(0) === token.lower.charAt(0) ? 'aA' : 'Aa';
}

function wordFeatures(tokens: readonly QueryToken[]): string[] {
  const features = ['bias'];
  let previous = '^';
  for (const token of tokens) {
    const word = token.kind === 'word' ? token.lower : shapeOf(token);
    features.push(`w ${word}`, `p ${previous} ${word}`);
    previous = word;
  }
  return features;
}

function trigrams(tokens: readonly QueryToken[]): string[] {
  const features: string[] = [];
  for (const { kind, lower } of tokens) {
    if (kind !== 'word' || lower.length < 4) continue;
    const padded = `<${lower}>`;
    for (let at = 0; at + 3 <= padded.length; at++) features.push(`c ${padded.slice(at, at + 3)}`);
  }
  return features;
}

function surroundings(tokens: readonly QueryToken[]): Pick<EncodedQuery, 'startFeatures' | 'endFeatures'> {
  const shapes = tokens.map(shapeOf);
  const before = nearestWords(tokens, 1);
  const after = nearestWords(tokens, -1);
  const startFeatures: Int32Array[] = [];
  const endFeatures: Int32Array[] = [];
  let quotes = 0;
  let depth = 0;
  let numbers = 0;
  for (const [at, token] of tokens.entries()) {
    const [left, right] = [tokens[at - 1]?.lower ?? '^', tokens[at + 1]?.lower ?? '$'];
    const [farLeft, farRight] = [tokens[at - 2]?.lower ?? '^', tokens[at + 2]?.lower ?? '$'];
    const leftGlue = glue(tokens[at - 1], token);
    const rightGlue = glue(tokens[at + 1], tokens[at + 1]);
    const startsNumber = token.kind === 'digits' && !(token.isGlued && /[.,\d-]/.test(left));
    const own = [
      'bias',
      `t ${token.lower}`,
      `s ${shapes[at]}`,
      `b ${before[at]}`,
      `a ${after[at]}`,
      `q ${quotes % 2} ${depth > 0}`,
      `n ${startsNumber ? Math.min(numbers, 3) : '-'}`,
    ];
    startFeatures.push(
      hashAll('>', [
        ...own,
        `l ${left}`,
        `ll ${farLeft} ${left}`,
        `ls ${leftGlue} ${shapes[at - 1] ?? '^'} ${shapes[at]}`,
        `rs ${rightGlue} ${shapes[at]} ${shapes[at + 1] ?? '$'}`,
        `r ${right}`,
        `g ${leftGlue}`,
        `i ${Math.min(at, 2)}`,
      ]),
    );
    endFeatures.push(
      hashAll('<', [
        ...own,
        `r ${right}`,
        `rr ${right} ${farRight}`,
        `rs ${rightGlue} ${shapes[at]} ${shapes[at + 1] ?? '$'}`,
        `rrs ${rightGlue} ${shapes[at + 1] ?? '$'} ${tokens[at + 2]?.isGlued === true} ${shapes[at + 2] ?? '$'}`,
        `g ${rightGlue}`,
        `i ${Math.min(tokens.length - at, 3)}`,
      ]),
    );
    if (startsNumber) numbers++;
    if (/["“”]/.test(token.text)) quotes++;
    if (/[([{]/.test(token.text)) depth++;
    if (/[)\]}]/.test(token.text)) depth = Math.max(0, depth - 1);
  }
  return { startFeatures, endFeatures };
}

/** What stands against a token without white space: nothing, a sign, or a letter or digit (which a span seldom cuts). */
function glue(neighbour: QueryToken | undefined, second: QueryToken | undefined): string {
  if (neighbour === undefined || second?.isGlued !== true) return ' ';
  return neighbour.kind === 'sign' ? '+' : 'x';
}

/** The two nearest words before (step 1) or after (step -1) each token. */
function nearestWords(tokens: readonly QueryToken[], step: 1 | -1): string[] {
  const nearest: string[] = [];
  let [near, far] = ['^', '^'];
  for (let at = step === 1 ? 0 : tokens.length - 1; at >= 0 && at < tokens.length; at += step) {
    nearest[at] = `${near} ${far}`;
    const token = tokens[at];
    if (token?.kind === 'word') [near, far] = [token.lower, near];
  }
  return nearest;
}

function hashAll(prefix: string, features: readonly string[]): Int32Array {
  return Int32Array.from(features.map((feature) => hashText(prefix + feature)));
}
