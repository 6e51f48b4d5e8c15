import type { JsonValue } from '@imaginarium/contracts';
import type { EncodedQuery } from './encode-query.ts';

/** Which words of a query stand for which value of a tool's arguments; words in lower case, one space apart. */
export type KnownPhrases = Readonly<Record<string, JsonValue>>;

export interface PhraseSpan {
  readonly first: number;
  readonly last: number;
  readonly phrase: string;
}

const LONGEST_PHRASE = 4;
/** A phrase counts only where its value is right in most of the queries that hold it. */
const LEAST_PRECISION = 0.75;
const LEAST_SCORE = 0.3;

/** Runs of up to four tokens that hold a letter. */
export function phrasesOf(query: EncodedQuery): PhraseSpan[] {
  const spans: PhraseSpan[] = [];
  for (let first = 0; first < query.tokens.length; first++) {
    if (query.tokens[first]?.kind === 'sign') continue;
    const words: string[] = [];
    let hasWord = false;
    for (let last = first; last < Math.min(query.tokens.length, first + LONGEST_PHRASE); last++) {
      const token = query.tokens[last];
      if (token === undefined) break;
      words.push(token.lower);
      hasWord ||= token.kind === 'word';
      if (token.kind === 'sign' && token.text !== '-') break;
      if (hasWord && token.kind !== 'sign') spans.push({ first, last, phrase: words.join(' ') });
    }
  }
  return spans;
}

interface Link {
  readonly phrase: string;
  readonly value: string;
  readonly score: number;
}

/**
 * Learns which phrases stand for which values from queries and the values that they led to, by competitive linking (Melamed,
 * "Models of translational equivalence among words", 2000): the strongest association (Dice) first, and what a query has
 * linked is not linked again.
 */
export function learnKnownPhrases(
  rows: readonly { readonly query: EncodedQuery; readonly values: readonly string[] }[],
): KnownPhrases {
  const phrases = rows.map(({ query }) => phrasesOf(query));
  const known: Record<string, JsonValue> = {};
  const openValues = rows.map(({ values }) => new Set(values));
  const usedTokens = rows.map(() => new Set<number>());
  const rowsOf = new Map<string, number[]>();
  for (const [row, spans] of phrases.entries()) {
    for (const phrase of new Set(spans.map((span) => span.phrase))) {
      rowsOf.set(phrase, [...(rowsOf.get(phrase) ?? []), row]);
    }
  }
  for (const { phrase, value } of rankLinks(rows, rowsOf)) {
    if (phrase in known) continue;
    let helps = false;
    for (const row of rowsOf.get(phrase) ?? []) {
      if (!openValues[row]?.has(value)) continue;
      const span = phrases[row]?.find((one) => one.phrase === phrase && isFree(one, usedTokens[row]));
      if (span === undefined) continue;
      helps = true;
      openValues[row]?.delete(value);
      for (let at = span.first; at <= span.last; at++) usedTokens[row]?.add(at);
    }
    if (helps) known[phrase] = value;
  }
  return known;
}

function isFree({ first, last }: PhraseSpan, used: ReadonlySet<number> | undefined): boolean {
  for (let at = first; at <= last; at++) if (used?.has(at)) return false;
  return true;
}

function rankLinks(
  rows: readonly { readonly values: readonly string[] }[],
  rowsOf: ReadonlyMap<string, readonly number[]>,
): Link[] {
  const valueCounts = new Map<string, number>();
  for (const { values } of rows) {
    for (const value of new Set(values)) valueCounts.set(value, (valueCounts.get(value) ?? 0) + 1);
  }
  const links: Link[] = [];
  for (const [phrase, of] of rowsOf) {
    const together = new Map<string, number>();
    for (const row of of) {
      for (const value of new Set(rows[row]?.values)) together.set(value, (together.get(value) ?? 0) + 1);
    }
    for (const [value, count] of together) {
      if (count / of.length < LEAST_PRECISION) continue;
      const dice = (2 * count) / (of.length + (valueCounts.get(value) ?? 0));
      const score = dice * likeness(phrase, value);
      if (score >= LEAST_SCORE) links.push({ phrase, value, score });
    }
  }
  return links.sort((a, b) => b.score - a.score || b.phrase.length - a.phrase.length || (a.phrase < b.phrase ? -1 : 1));
}

/** Words look like their codes: equal, or its letters in order from the same initial ("litres", l; "Indian rupees", INR). */
function likeness(phrase: string, value: string): number {
  const code = value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  if (phrase.replaceAll(' ', '') === code) return 4;
  if (code === '' || phrase.charAt(0) !== code.charAt(0)) return 1;
  let at = 0;
  for (const sign of phrase) if (sign === code.charAt(at)) at++;
  return at >= code.replace(/\d+$/, '').length ? 2 : 1;
}
