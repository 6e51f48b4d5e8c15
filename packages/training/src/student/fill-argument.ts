import type { JsonValue } from '@imaginarium/contracts';
import { KNOWN } from './argument-slots.ts';
import { type EncodedQuery, spanText } from './encode-query.ts';
import { hashText } from './hash-text.ts';
import { type KnownPhrases, knownSpans } from './known-phrases.ts';
import { normalisers } from './normalisers.ts';
import { scoreHashed } from './optimiser/hashed-scores.ts';
import type { ParameterBlock } from './optimiser/parameter-block.ts';
import { softmax } from './optimiser/softmax-loss.ts';
import { readableSpans } from './readable-spans.ts';
import type { FormDecision, HoleDecision, SlotDecisions } from './slot-decisions.ts';
import { spanFeatures } from './span-features.ts';
import { assemble } from './value-form.ts';

export interface FilledArgument {
  /** Undefined: left out. */
  readonly value: JsonValue | undefined;
  readonly probability: number;
}

/** Starts that are followed up to their best ends. */
const MOST_STARTS = 5;

/** The likeliest value of an argument among the forms whose holes this query can fill; undefined where none can. */
export function fillArgument(
  fill: ParameterBlock,
  query: EncodedQuery,
  { forms }: SlotDecisions,
  known: KnownPhrases,
): FilledArgument | undefined {
  const chances = formProbabilities(fill, query, forms);
  let best: FilledArgument | undefined;
  for (const [at, { form, holes }] of forms.entries()) {
    let probability = chances[at] as number;
    if (best !== undefined && probability <= best.probability) continue;
    const values: JsonValue[] = [];
    for (const hole of holes) {
      const filled = fillHole(fill, query, hole, known);
      if (filled === undefined) break;
      values.push(filled.value);
      probability *= filled.probability;
    }
    if (values.length < holes.length || (best !== undefined && probability <= best.probability)) continue;
    best = { value: assemble(form, values), probability };
  }
  return best;
}

export function formProbabilities(
  fill: ParameterBlock,
  query: EncodedQuery,
  forms: readonly FormDecision[],
): Float64Array {
  return softmax(forms.map(({ decision }) => scoreHashed(fill, query.words, decision)));
}

interface FilledHole {
  readonly value: JsonValue;
  readonly probability: number;
}

function fillHole(
  fill: ParameterBlock,
  query: EncodedQuery,
  hole: HoleDecision,
  known: KnownPhrases,
): FilledHole | undefined {
  const spans = candidateSpans(query, hole.name, known);
  const starts = startsOf(query, spans);
  if (starts.length === 0) return undefined;
  const chances = softmax(startFeatures(query, spans, starts).map((features) => scoreHole(fill, hole, features)));
  const likely = [...starts.keys()]
    .sort((a, b) => (chances[b] as number) - (chances[a] as number) || a - b)
    .slice(0, MOST_STARTS);
  let best: FilledHole | undefined;
  for (const at of likely) {
    const first = starts[at] as number;
    const ends = endsOf(query, spans, first);
    const endChances = softmax(ends.map((last) => scoreHole(fill, hole, endFeatures(query, first, last))));
    for (const [end, last] of ends.entries()) {
      const probability = (chances[at] as number) * (endChances[end] as number);
      if (best !== undefined && probability <= best.probability) continue;
      const value = spanValue(query, hole.name, first, last, known);
      if (value !== undefined) best = { value, probability };
    }
  }
  return best;
}

/** The spans that a hole may take; null where any may. */
export function candidateSpans(
  query: EncodedQuery,
  name: string,
  known: KnownPhrases,
): readonly { readonly first: number; readonly last: number }[] | null {
  return name === KNOWN ? knownSpans(query, known) : readableSpans(query, name);
}

export function startsOf(query: EncodedQuery, spans: readonly { readonly first: number }[] | null): number[] {
  return spans === null ? [...query.tokens.keys()] : [...new Set(spans.map(({ first }) => first))];
}

export function endsOf(
  query: EncodedQuery,
  spans: readonly { readonly first: number; readonly last: number }[] | null,
  first: number,
): number[] {
  if (spans !== null) return spans.filter((span) => span.first === first).map(({ last }) => last);
  return Array.from({ length: query.tokens.length - first }, (_, at) => first + at);
}

/** What is known of each start: what surrounds it and, where only some spans fit, its rank among them. */
export function startFeatures(
  query: EncodedQuery,
  spans: readonly unknown[] | null,
  starts: readonly number[],
): number[][] {
  return starts.map((first, rank) => [
    ...(query.startFeatures[first] ?? []),
    ...(spans === null
      ? []
      : [
          hashText(`rank ${Math.min(rank, 3)}`),
          hashText(`rank from the end ${Math.min(starts.length - 1 - rank, 3)}`),
        ]),
  ]);
}

export function endFeatures(query: EncodedQuery, first: number, last: number): number[] {
  return [...(query.endFeatures[last] ?? []), ...spanFeatures(query, first, last)];
}

export function scoreHole(fill: ParameterBlock, { decisions }: HoleDecision, features: readonly number[]): number {
  let score = 0;
  for (const decision of decisions) score += scoreHashed(fill, features, decision);
  return score;
}

function spanValue(
  query: EncodedQuery,
  name: string,
  first: number,
  last: number,
  known: KnownPhrases,
): JsonValue | undefined {
  if (name !== KNOWN) return normalisers[name]?.apply(spanText(query, first, last));
  const words = query.tokens.slice(first, last + 1).map(({ lower }) => lower);
  return known[words.join(' ')];
}
