import type { EncodedQuery } from './encode-query.ts';
import {
  candidateSpans,
  endFeatures,
  endsOf,
  formProbabilities,
  scoreHole,
  startFeatures,
  startsOf,
} from './fill-argument.ts';
import type { KnownPhrases } from './known-phrases.ts';
import type { ArgumentTarget } from './learn-argument.ts';
import type { ParameterBlock } from './optimiser/parameter-block.ts';
import { softmax } from './optimiser/softmax-loss.ts';
import type { HoleDecision, SlotDecisions } from './slot-decisions.ts';
import type { TokenSpan } from './value-form.ts';

/** How likely the student holds it that an argument is filled in this way, any of the target's spans being right. */
export function targetProbability(
  fill: ParameterBlock,
  query: EncodedQuery,
  { forms }: SlotDecisions,
  target: ArgumentTarget,
  known: KnownPhrases,
): number {
  let probability = formProbabilities(fill, query, forms)[target.form] ?? 0;
  for (const [at, hole] of (forms[target.form]?.holes ?? []).entries()) {
    probability *= spansProbability(fill, query, hole, target.spans[at] ?? [], known);
  }
  return probability;
}

function spansProbability(
  fill: ParameterBlock,
  query: EncodedQuery,
  hole: HoleDecision,
  golds: readonly TokenSpan[],
  known: KnownPhrases,
): number {
  const spans = candidateSpans(query, hole.name, known);
  const starts = startsOf(query, spans);
  const chances = softmax(startFeatures(query, spans, starts).map((features) => scoreHole(fill, hole, features)));
  let probability = 0;
  for (const [first, last] of golds) {
    const ends = endsOf(query, spans, first);
    const endChances = softmax(ends.map((end) => scoreHole(fill, hole, endFeatures(query, first, end))));
    probability += (chances[starts.indexOf(first)] ?? 0) * (endChances[ends.indexOf(last)] ?? 0);
  }
  return probability;
}
