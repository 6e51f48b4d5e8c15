import type { EncodedQuery } from './encode-query.ts';
import { candidateSpans, endFeatures, endsOf, scoreHole, startFeatures, startsOf } from './fill-argument.ts';
import type { KnownPhrases } from './known-phrases.ts';
import { addHashedGradient, scoreHashed } from './optimiser/hashed-scores.ts';
import type { ParameterBlock } from './optimiser/parameter-block.ts';
import { softmaxLoss } from './optimiser/softmax-loss.ts';
import type { HoleDecision, SlotDecisions } from './slot-decisions.ts';
import type { TokenSpan } from './value-form.ts';

/** The right form of an argument and, for each of its holes, the spans of which any is right. */
export interface ArgumentTarget {
  readonly form: number;
  readonly spans: readonly (readonly TokenSpan[])[];
}

export interface LossSum {
  loss: number;
  decisions: number;
}

/** Adds the loss of one argument to `sum`, and its gradient to the weights unless `isTest`. */
export function learnArgument(
  fill: ParameterBlock,
  query: EncodedQuery,
  { forms }: SlotDecisions,
  target: ArgumentTarget,
  known: KnownPhrases,
  sum: LossSum,
  isTest: boolean,
): void {
  if (forms.length > 1) {
    const logits = forms.map(({ decision }) => scoreHashed(fill, query.words, decision));
    const { loss, gradient } = softmaxLoss(logits, [target.form]);
    sum.loss += loss;
    sum.decisions++;
    if (!isTest) {
      for (const [at, { decision }] of forms.entries()) {
        addHashedGradient(fill, query.words, decision, gradient[at] as number);
      }
    }
  }
  for (const [at, hole] of (forms[target.form]?.holes ?? []).entries()) {
    learnHole(fill, query, hole, target.spans[at] ?? [], known, sum, isTest);
  }
}

function learnHole(
  fill: ParameterBlock,
  query: EncodedQuery,
  hole: HoleDecision,
  golds: readonly TokenSpan[],
  known: KnownPhrases,
  sum: LossSum,
  isTest: boolean,
): void {
  const spans = candidateSpans(query, hole.name, known);
  const starts = startsOf(query, spans);
  const goldStarts = new Set(golds.map(([first]) => first));
  const right = [...starts.keys()].filter((at) => goldStarts.has(starts[at] as number));
  if (right.length === 0) return;
  const startRows = startFeatures(query, spans, starts);
  const start = softmaxLoss(
    startRows.map((features) => scoreHole(fill, hole, features)),
    right,
  );
  const likeliest = right.reduce((a, b) => ((start.probabilities[b] ?? 0) > (start.probabilities[a] ?? 0) ? b : a));
  const first = starts[likeliest] as number;
  const ends = endsOf(query, spans, first);
  const goldEnds = new Set(golds.filter((gold) => gold[0] === first).map(([, last]) => last));
  const endRows = ends.map((last) => endFeatures(query, first, last));
  const end = softmaxLoss(
    endRows.map((features) => scoreHole(fill, hole, features)),
    [...ends.keys()].filter((at) => goldEnds.has(ends[at] as number)),
  );
  sum.loss += start.loss + end.loss;
  sum.decisions += 2;
  if (isTest) return;
  addGradients(fill, hole, startRows, start.gradient);
  addGradients(fill, hole, endRows, end.gradient);
}

/** Slopes too small to move a weight are left out: most starts and ends are ruled out soon. */
const LEAST_SLOPE = 1e-5;

function addGradients(
  fill: ParameterBlock,
  { decisions }: HoleDecision,
  rows: readonly (readonly number[])[],
  slopes: Float64Array,
): void {
  for (const [at, features] of rows.entries()) {
    const slope = slopes[at] as number;
    if (Math.abs(slope) < LEAST_SLOPE) continue;
    for (const decision of decisions) addHashedGradient(fill, features, decision, slope);
  }
}
