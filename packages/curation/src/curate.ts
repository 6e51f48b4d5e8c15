import {
  type ChatModel,
  type Example,
  ImaginariumError,
  type Removal,
  type RepairPair,
  type ToolSpec,
  type Trial,
} from '@imaginarium/contracts';
import { buildExample } from './build-example.ts';
import type { GroundedCandidate } from './candidate.ts';
import { type CurationCounts, countExamples } from './count-examples.ts';
import type { CurationConfig } from './curation-config.ts';
import type { Contaminant } from './decontaminate.ts';
import { filterByExecution } from './execution-filter.ts';
import { groundCandidate } from './ground-candidate.ts';
import { judgeCandidate } from './judge-candidate.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { type NearMisses, noCallExamples } from './no-call-examples.ts';
import { paraphraseSeeds } from './paraphrase-seeds.ts';
import { removeDuplicates } from './remove-duplicates.ts';
import { repairPairs } from './repair-pairs.ts';
import { createRowModel } from './row-model.ts';
import { splitSeeds } from './split-seeds.ts';

export interface CurationOptions {
  readonly trials: readonly Trial[];
  readonly tools: readonly ToolSpec[];
  readonly models: Readonly<Record<'judge' | 'paraphrase' | 'imagine' | 'solve', ChatModel>>;
  readonly config: CurationConfig;
  readonly seed: string | number;
  /** Queries that training must not see. */
  readonly contaminants?: readonly Contaminant[];
  /** No-call examples beyond the share that the config asks for, near tools that are called for nothing. */
  readonly nearMisses?: readonly NearMisses[] | undefined;
  /** No-call queries made elsewhere, oldest first, which new ones are to differ from. */
  readonly earlierNoCallQueries?: readonly string[] | undefined;
  /** Rows worked on at the same time, at least 1; the outcome does not depend on it. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: CurationProgress) => void;
}

export interface CurationProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

export interface Curation {
  /** Seeds in the order of tools, episodes and trials, each followed by its rewordings; no-call examples last. */
  readonly examples: Example[];
  readonly removals: Removal[];
  readonly repairPairs: RepairPair[];
  /** What the waterfall shows, from trials to examples. */
  readonly counts: CurationCounts;
}

/**
 * Turns trials into examples (method §2, §5, §6): execution filter, judge, grounding, duplicates, split, decontamination,
 * paraphrase, then no-call examples and repair pairs. Each row that leaves is a removal with its reason.
 *
 * @throws ImaginariumError `input/duplicate-trial`, `interrupted/aborted`, and of a model all that is not one row's own
 * failure: `budget/…`, `secret/…`, `permission/…`, `config/…`, `endpoint/quota`
 */
export async function curate(options: CurationOptions): Promise<Curation> {
  const { tools, config, seed, concurrency, signal, contaminants = [] } = options;
  const trials = sortTrials(options.trials, tools);
  const removals: Removal[] = [];
  const judge = createRowModel(options.models.judge, signal);
  const progress = (step: string, total: number) => ({
    concurrency,
    signal,
    onDone: (done: number) => options.onProgress?.({ step, done, total }),
  });
  /** Passes rows through a filter that gives each back or says why it goes. */
  const filter = async <T, R>(step: string, rows: readonly T[], work: (row: T) => Promise<R | Removal>) => {
    const results = await mapConcurrently(rows, work, progress(step, rows.length));
    removals.push(...results.filter(isRemoval));
    return results.filter((result): result is R => !isRemoval(result));
  };

  const executed = filterByExecution(trials, tools, config.allowOrigins);
  removals.push(...executed.removals);
  const judged = await filter('judge', executed.kept, (row) => judgeCandidate(row, { config, judge }));
  const grounded = await filter('grounding', judged, (row) => groundCandidate(row, { config, judge }));
  const rows = grounded.map((candidate) => ({ ...identityOf(candidate), candidate }));
  const unique = removeDuplicates(rows, config.nearDuplicates.enabled ? config.nearDuplicates.threshold : undefined);
  const seeds = splitSeeds(unique.kept, { config, seed, contaminants });
  removals.push(...unique.removals, ...seeds.removals);

  const paraphrased = await paraphraseSeeds(seeds.kept, {
    paraphrase: createRowModel(options.models.paraphrase, signal),
    judge,
    config,
    heldOut: seeds.heldOut,
    concurrency,
    signal,
    onProgress: (done, total) => options.onProgress?.({ step: 'paraphrase', done, total }),
  });
  removals.push(...paraphrased.removals);
  const calls = seeds.kept.flatMap(({ id, candidate, split }) => [
    buildExample(candidate, split),
    ...(paraphrased.bySeed.get(id) ?? []),
  ]);

  const wanted = config.noCall.enabled && tools.length > 0 ? Math.round(config.noCall.ratio * calls.length) : 0;
  const noCall = await noCallExamples(wanted, {
    imagine: createRowModel(options.models.imagine, signal),
    solve: createRowModel(options.models.solve, signal),
    judge,
    config,
    seed,
    tools,
    callQueries: calls.map(({ query }) => query),
    contaminants,
    near: options.nearMisses,
    earlierQueries: options.earlierNoCallQueries,
    ...progress('no-call', wanted + (options.nearMisses ?? []).reduce((sum, near) => sum + near.wanted, 0)),
  });
  removals.push(...noCall.removals);
  const examples = [...calls, ...noCall.examples];
  const pairs = config.repairPairs ? seeds.kept.flatMap(({ candidate, split }) => repairPairs(candidate, split)) : [];
  return {
    examples,
    removals,
    repairPairs: pairs,
    counts: {
      trials: trials.length,
      finished: executed.finished,
      valid: executed.kept.length,
      judged: judged.length,
      grounded: grounded.length,
      unique: unique.kept.length,
      ...countExamples(examples),
      repairPairs: pairs.length,
    },
  };
}

const identityOf = ({ trial, tool, query }: GroundedCandidate) => ({ id: trial.id, tool: tool.name, query });

function isRemoval(row: unknown): row is Removal {
  return typeof row === 'object' && row !== null && 'stage' in row;
}

/** By the order of the tools, then episode, then trial; trials of tools that are not given come last. */
function sortTrials(trials: readonly Trial[], tools: readonly ToolSpec[]): Trial[] {
  const ids = new Set<string>();
  for (const { id } of trials) {
    if (ids.has(id))
      throw new ImaginariumError({
        code: 'input/duplicate-trial',
        message: `Two trials have the id ${id}.`,
        hint: 'Keep one of them: an id names one trial.',
      });
    ids.add(id);
  }
  const order = new Map(tools.map(({ name }, at) => [name, at]));
  const rank = ({ tool }: Trial) => order.get(tool) ?? tools.length;
  return trials.toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      (left.tool < right.tool ? -1 : left.tool > right.tool ? 1 : 0) ||
      left.episode - right.episode ||
      left.trial - right.trial,
  );
}
