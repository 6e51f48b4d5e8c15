import type { GateConfig, GateVerdict, Random, Verdict } from '@imaginarium/contracts';
import { collapseItems } from './collapse-items.ts';
import { judgeNewTools } from './judge-new-tools.ts';
import { judgeOldTools } from './judge-old-tools.ts';
import { propose } from './propose.ts';

export interface JudgeRoundOptions {
  /** The verdicts of the round before; null in the first round. */
  readonly before: readonly Verdict[] | null;
  readonly after: readonly Verdict[];
  /** Tools of the round before that are the same still. */
  readonly oldTools: readonly string[];
  /** Tools that were learned, or learned anew, in this round. */
  readonly newTools: readonly string[];
  readonly config: GateConfig;
  /** Not advanced. */
  readonly random: Random;
}

/**
 * Whether a round may stand. It passes where
 * - no old tool, nor all old tools together, is shown to have lost more than the margin (`judgeOldTools`): items that both
 *   rounds answered, paired; exact up to 60 items a tool; a false alarm among all old tools has at most the chance `level`;
 * - all new tools together have at least the target, and no single one is shown to be below it (`judgeNewTools`).
 *
 * Not shown is not the same as not so: `cannot-tell` marks tools with too few items for any finding, and `leastShown` says how
 * large a loss must be. Neither stops a round, but for new tools without a single item. Items count once (`collapseItems`).
 */
export function judgeRound(options: JudgeRoundOptions): GateVerdict {
  const { oldTools: old, newTools: fresh, config, random } = options;
  const collapse = (verdicts: readonly Verdict[]) => collapseItems(verdicts, config.profile, config.metric);
  const after = collapse(options.after);
  const { oldTools, allOld, family } = judgeOldTools(old, collapse(options.before ?? []), after, config, random);
  const { newTools, allNew } = judgeNewTools(fresh, after, config);
  const isPassed =
    [...oldTools, allOld].every((tool) => tool?.verdict !== 'worse') &&
    newTools.every(({ verdict }) => verdict !== 'below') &&
    (allNew === null || allNew.verdict === 'reached');
  const judged = { isPassed, config, oldTools, allOld, newTools, allNew };
  return { ...judged, proposals: propose(judged, { verdicts: options.after, family }) };
}
