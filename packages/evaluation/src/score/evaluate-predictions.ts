import type { Evaluation, ExecutionScore, Prediction, Profile, Verdict } from '@imaginarium/contracts';
import type { OpenPredictions } from '../predictions-file/open-predictions.ts';
import type { ScoreOptions, Scorer } from '../scorer.ts';
import { collectMissExamples } from './collect-miss-examples.ts';
import { createScoreTally } from './create-score-tally.ts';
import { createUsageTally } from './create-usage-tally.ts';
import { settleInOrder } from './settle-in-order.ts';

export type Scorers = Readonly<Record<Profile, Scorer>>;

/** Runs gold and predicted calls and adds up what came of it. */
export interface ExecutionCheck {
  check(prediction: Prediction, options?: ScoreOptions): Promise<void>;
  score(): ExecutionScore;
}

export interface EvaluateOptions {
  readonly predictions: OpenPredictions;
  readonly scorers: Scorers;
  /** Both verdicts of each prediction, in the order of the file; waited for. */
  readonly onVerdicts?: ((prediction: Prediction, verdicts: readonly Verdict[]) => void | Promise<void>) | undefined;
  readonly execution?: ExecutionCheck | undefined;
  /** SHA-256 of the dispute file that the predictions were opened with. */
  readonly disputeHash?: string | undefined;
  /** Examples kept of each profile and class of miss. @default 10 */
  readonly missExamples?: number | undefined;
  /** Predictions that a judge or a tool is asked about at the same time. @default 8 */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Scores a predictions file under both profiles in one pass. Of the rows only counters and the examples are kept, and where
 * items were asked several times two small numbers an item.
 * @throws ImaginariumError `interrupted/aborted`, `disk/…`; what the judge's model throws
 */
export async function evaluatePredictions(options: EvaluateOptions): Promise<Evaluation> {
  const { predictions, scorers, execution, onVerdicts } = options;
  const { tools: _, ...header } = predictions.header;
  const ste = createScoreTally('ste', header);
  const strict = createScoreTally('strict', header);
  const usage = createUsageTally();
  const examples = collectMissExamples(options.missExamples ?? 10);
  let scored = 0;

  function score(prediction: Prediction, signal: AbortSignal): Scored | Promise<Scored> {
    const bySte = scorers.ste.score(prediction, { signal });
    const byStrict = scorers.strict.score(prediction, { signal });
    if (execution === undefined && !(bySte instanceof Promise) && !(byStrict instanceof Promise))
      return { prediction, ste: bySte, strict: byStrict };
    return Promise.all([bySte, byStrict, execution?.check(prediction, { signal })]).then(([ste, strict]) => ({
      prediction,
      ste,
      strict,
    }));
  }

  function count(row: Scored): void | Promise<void> {
    scored++;
    usage.add(row.prediction);
    ste.add(row.ste, row.prediction.item);
    strict.add(row.strict, row.prediction.item);
    examples.add(row.ste, row.prediction);
    examples.add(row.strict, row.prediction);
    return onVerdicts?.(row.prediction, [row.ste, row.strict]);
  }

  await settleInOrder(predictions.rows(), score, count, {
    concurrency: options.concurrency ?? 8,
    signal: options.signal,
  });
  const strictScore = strict.finish();
  return {
    header,
    predictions: scored,
    scores: { ste: ste.finish(), strict: strictScore },
    execution: execution?.score() ?? null,
    usage: usage.finish(strictScore.correct.count),
    disputes: options.disputeHash === undefined ? null : { hash: options.disputeHash, ...predictions.disputed() },
    problems: [...predictions.problems(), ...(scorers.ste.problems?.() ?? []), ...(scorers.strict.problems?.() ?? [])],
    missExamples: examples.finish(),
  };
}

interface Scored {
  readonly prediction: Prediction;
  readonly ste: Verdict;
  readonly strict: Verdict;
}
