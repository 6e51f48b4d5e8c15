import type { GateConfig, GateVerdict, Verdict } from '@imaginarium/contracts';
import { collapseItems } from './collapse-items.ts';
import { judgeNewTools } from './judge-new-tools.ts';
import { judgeOldTools } from './judge-old-tools.ts';
import { propose } from './propose.ts';

export interface JudgeRoundOptions {
  /** Of each old tool the verdicts that it is compared with, from whatever round; null in the first round. */
  readonly before: readonly Verdict[] | null;
  readonly after: readonly Verdict[];
  /** Tools that were there before and are the same still. */
  readonly oldTools: readonly string[];
  /** Tools that were learned, or learned anew, in this round. */
  readonly newTools: readonly string[];
  /** By old tool: the round that `before` has it from, to be said in the verdict. */
  readonly since?: ReadonlyMap<string, number>;
  readonly config: GateConfig;
}

/**
 * Whether a round may stand. It passes where
 * - no old tool, nor all old tools together, is shown to have lost more than the margin (`judgeOldTools`): items that both
 *   rounds answered, paired and exact; a false alarm among all old tools has at most the chance `level`;
 * - all new tools together have at least the target, and no single one is shown to be below it (`judgeNewTools`).
 *
 * Not shown is not the same as not so: `leastShown` says how large a loss had to be, and `cannot-tell` marks tools with too few
 * items for any finding, or whose interval reaches far beyond the margin. Neither stops a round, but for new tools without a
 * single item. Items count once (`collapseItems`).
 */
export function judgeRound(options: JudgeRoundOptions): GateVerdict {
  const { oldTools: old, newTools: fresh, config, since } = options;
  const collapse = (verdicts: readonly Verdict[]) => collapseItems(verdicts, config.profile, config.metric);
  const after = collapse(options.after);
  const { oldTools, allOld } = judgeOldTools(old, collapse(options.before ?? []), after, config);
  const { newTools, allNew } = judgeNewTools(fresh, after, config);
  const isPassed =
    [...oldTools, allOld].every((tool) => tool?.verdict !== 'worse') &&
    newTools.every(({ verdict }) => verdict !== 'below') &&
    (allNew === null || allNew.verdict === 'reached');
  const dated = oldTools.map((tool) => {
    const round = since?.get(tool.tool);
    return round === undefined ? tool : { ...tool, since: round };
  });
  const judged = { isPassed, config, oldTools: dated, allOld, newTools, allNew };
  return { ...judged, proposals: propose(judged, options.after) };
}
