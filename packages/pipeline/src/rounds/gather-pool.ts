import { existsSync } from 'node:fs';
import { exampleSchema, type PoolExample, type PoolPair, type Removal, repairPairSchema } from '@imaginarium/contracts';
import { createContaminationCheck } from '@imaginarium/curation';
import { readJsonl, writeJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { migrateRepairPairs } from '../migrate/migrate-repair-pairs.ts';
import { planMigration } from '../migrate/plan-migration.ts';
import { runPath } from '../run-paths.ts';
import { outputOf } from '../stages/output-of.ts';
import { examplesOfRemovedTools, type OpenCurationModels } from './removed-tools.ts';
import { type RoundData, readBefore, readRoundTools } from './round-context.ts';
import { ROUND_FILES, roundPath } from './round-paths.ts';
import { exploredTools } from './round-run.ts';
import type { StepOutcome } from './run-step.ts';

/**
 * Puts the examples of a round's run, which is curated, beside those of earlier rounds, each carried over to its tool's version of
 * now; what leaves is written with its reason.
 *
 * @param openModels opened only where examples of removed tools are wanted
 */
export async function gatherPool(context: RoundData, openModels: OpenCurationModels): Promise<StepOutcome> {
  const { round, folder } = context;
  const run = roundPath(folder, 'run');
  const isExplored = exploredTools(round).size > 0;
  const before = await readBefore(context);
  const tools = await readRoundTools(folder);
  const { kept, removals } = planMigration({ before: before.tools, after: tools, examples: before.examples });
  const { fresh: explored, known } = withoutTrained(
    isExplored ? await ownExamples(run, round.number) : [],
    before.examples,
    context.config.curation.split.clusterThreshold,
  );
  const removed = await examplesOfRemovedTools(
    context,
    { tools, before: before.examples, now: [...kept, ...explored] },
    openModels,
  );
  const own = [...explored, ...removed.examples];
  const plan = { plan: round.tools, toolsBefore: before.tools, toolsAfter: tools };
  const pairs = migrateRepairPairs({ pairs: before.pairs, ...plan });
  const ownPairs = isExplored ? await ownRepairPairs(run, round.number) : [];
  const left = [...removals, ...pairs.removals, ...known, ...removed.removals];
  return {
    outputs: [
      outputOf(ROUND_FILES.examples, await writeJsonl(roundPath(folder, 'examples'), [...kept, ...own])),
      outputOf(ROUND_FILES.removals, await writeJsonl(roundPath(folder, 'removals'), left)),
      outputOf(
        ROUND_FILES.repairPairs,
        await writeJsonl(roundPath(folder, 'repairPairs'), [...pairs.kept, ...ownPairs]),
      ),
    ],
    counts: {
      ...{ pool: kept.length + own.length, kept: kept.length, own: own.length, left: left.length },
      ...(removed.queries > 0 ? { noCallOfRemoved: removed.examples.length, queriesOfRemoved: removed.queries } : {}),
    },
  };
}

/**
 * Takes out tests that earlier rounds trained on, nearly or wholly, as where a tool is explored again: the checkpoint that this
 * round goes on from knows them.
 */
function withoutTrained(own: readonly PoolExample[], before: readonly PoolExample[], threshold: number) {
  const trained = before
    .filter(({ split }) => split === 'train')
    .map(({ id, query }) => ({ source: `the training query ${id}`, query }));
  const check = createContaminationCheck(trained, threshold);
  const fresh: PoolExample[] = [];
  const known: (Removal & { readonly split: 'test' })[] = [];
  for (const example of own) {
    const { id, tool, split, query } = example;
    const found = split === 'test' ? check(query) : undefined;
    if (found === undefined) fresh.push(example);
    else {
      const reason = `likeness ${found.similarity.toFixed(2)} to ${found.source}`;
      known.push({ stage: 'decontamination', id, tool, split: 'test', query, reason, of: found.source });
    }
  }
  return { fresh, known };
}

/** Examples of the round's run, under ids that no other round has. */
async function ownExamples(run: string, round: number): Promise<PoolExample[]> {
  const examples = await collect(readJsonl(runPath(run, 'examples'), { schema: exampleSchema }));
  const here = (id: string) => `r${round}/${id}`;
  return examples.map((example) => ({
    ...example,
    id: here(example.id),
    seedId: here(example.seedId),
    paraphraseOf: example.paraphraseOf === null ? null : here(example.paraphraseOf),
    round,
  }));
}

async function ownRepairPairs(run: string, round: number): Promise<PoolPair[]> {
  const path = runPath(run, 'repairPairs');
  if (!existsSync(path)) return [];
  const pairs = await collect(readJsonl(path, { schema: repairPairSchema }));
  return pairs.map((pair) => ({ ...pair, id: `r${round}/${pair.id}`, seedId: `r${round}/${pair.seedId}`, round }));
}
