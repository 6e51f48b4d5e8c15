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
function phrasesOf(query: EncodedQuery): PhraseSpan[] {
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

/** The known phrases that a query holds, without those inside a longer one. */
export function knownSpans(query: EncodedQuery, known: KnownPhrases): PhraseSpan[] {
  const spans = phrasesOf(query).filter(({ phrase }) => Object.hasOwn(known, phrase));
  return spans.filter(
    ({ first, last }) =>
      !spans.some((other) => other.first <= first && other.last >= last && other.last - other.first > last - first),
  );
}

interface Row {
  readonly spans: readonly PhraseSpan[];
  /** Values not linked yet. */
  readonly open: Set<string>;
  /** Positions of tokens that are linked. */
  readonly used: Set<number>;
}

/** Later rounds see what earlier ones left: "letters" is clear once "letters and digits" is linked. */
const ROUNDS = 3;

/**
 * Learns which phrases stand for which values from queries and the values that they led to, by competitive linking (Melamed,
 * "Models of translational equivalence among words", 2000): the strongest association (Dice) first, and what a query has
 * linked is not linked again.
 */
export function learnKnownPhrases(
  rows: readonly { readonly query: EncodedQuery; readonly values: readonly string[] }[],
): KnownPhrases {
  const known: Record<string, JsonValue> = {};
  const open = rows
    .filter(({ values }) => values.length > 0)
    .map(({ query, values }): Row => ({ spans: phrasesOf(query), open: new Set(values), used: new Set() }));
  for (let round = 0; round < ROUNDS; round++) {
    const rowsOf = rowsByPhrase(open);
    for (const { phrase, value } of rankLinks(open, rowsOf)) {
      if (Object.hasOwn(known, phrase)) continue;
      let helps = false;
      for (const at of rowsOf.get(phrase) ?? []) {
        const row = open[at];
        const span = row?.spans.find((one) => one.phrase === phrase && isFree(one, row.used));
        if (row === undefined || span === undefined || !row.open.delete(value)) continue;
        helps = true;
        for (let token = span.first; token <= span.last; token++) row.used.add(token);
      }
      if (helps) known[phrase] = value;
    }
  }
  return known;
}

function rowsByPhrase(rows: readonly Row[]): Map<string, number[]> {
  const rowsOf = new Map<string, number[]>();
  for (const [at, { spans, used }] of rows.entries()) {
    for (const phrase of new Set(spans.filter((span) => isFree(span, used)).map((span) => span.phrase))) {
      const of = rowsOf.get(phrase);
      if (of === undefined) rowsOf.set(phrase, [at]);
      else of.push(at);
    }
  }
  return rowsOf;
}

function isFree({ first, last }: PhraseSpan, used: ReadonlySet<number>): boolean {
  for (let at = first; at <= last; at++) if (used.has(at)) return false;
  return true;
}

interface Link {
  readonly phrase: string;
  readonly value: string;
  readonly score: number;
}

function rankLinks(rows: readonly Row[], rowsOf: ReadonlyMap<string, readonly number[]>): Link[] {
  const valueCounts = new Map<string, number>();
  for (const { open } of rows) for (const value of open) valueCounts.set(value, (valueCounts.get(value) ?? 0) + 1);
  const links: Link[] = [];
  for (const [phrase, of] of rowsOf) {
    const together = new Map<string, number>();
    for (const at of of) {
      for (const value of rows[at]?.open ?? []) together.set(value, (together.get(value) ?? 0) + 1);
    }
    for (const [value, count] of together) {
      if (count / of.length < LEAST_PRECISION) continue;
      const score = ((2 * count) / (of.length + (valueCounts.get(value) ?? 0))) * likeness(phrase, value);
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
