import type { Example, Removal } from '@imaginarium/contracts';
import { mapConcurrently } from './map-concurrently.ts';
import { type ParaphraseContext, paraphraseExample, paraphrasesWanted } from './paraphrase-example.ts';
import { groupByTool } from './query-row.ts';
import { removeDuplicates } from './remove-duplicates.ts';
import type { SplitSeedRow } from './split-seeds.ts';

export interface ParaphrasedSeeds {
  readonly bySeed: Map<string, Example[]>;
  readonly removals: Removal[];
}

/** Rewords the training seeds towards the target of each tool; test and validation are never reworded. */
export async function paraphraseSeeds(
  rows: readonly SplitSeedRow[],
  context: ParaphraseContext & {
    readonly concurrency: number;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<ParaphrasedSeeds> {
  const train = [...groupByTool(rows.filter(({ split }) => split === 'train')).values()];
  const work = train.flatMap((seeds) => {
    const wanted = paraphrasesWanted(seeds.length, context.config.paraphrase);
    return wanted === 0 ? [] : seeds.map(({ candidate }) => ({ candidate, wanted }));
  });
  const results = await mapConcurrently(
    work,
    ({ candidate, wanted }) => paraphraseExample(candidate, wanted, context),
    {
      concurrency: context.concurrency,
      signal: context.signal,
      onDone: (done) => context.onProgress(done, work.length),
    },
  );
  const examples = results.flatMap((result) => result.examples);
  // Rewordings of different seeds may meet in one wording, which would then carry two calls.
  const unique = removeDuplicates(
    [...rows.map(({ id, tool, query }) => ({ id, tool, query })), ...examples],
    undefined,
  );
  const repeated = new Set(unique.removals.map(({ id }) => id));
  const bySeed = new Map<string, Example[]>();
  for (const example of examples)
    if (!repeated.has(example.id)) bySeed.set(example.seedId, [...(bySeed.get(example.seedId) ?? []), example]);
  return { bySeed, removals: [...results.flatMap((result) => result.removals), ...unique.removals] };
}
