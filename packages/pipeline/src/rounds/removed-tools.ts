import type { PoolExample, ToolSpec } from '@imaginarium/contracts';
import { createRowModel, noCallFromQueries } from '@imaginarium/curation';
import { openRun } from '../open-run.ts';
import { hasRun } from './explore-step.ts';
import type { RoundContext } from './round-context.ts';
import { exploredSources, runConfigOf } from './round-run.ts';

/** Examples in which no tool is called, of queries of tools that are gone; none where the project lets them leave. */
export async function examplesOfRemovedTools(
  context: RoundContext,
  tools: readonly ToolSpec[],
  before: readonly PoolExample[],
  callQueries: readonly string[],
): Promise<{
  readonly examples: PoolExample[];
  readonly removals: readonly { readonly id: string; readonly reason: string }[];
}> {
  const { config, round, environment } = context;
  const gone = new Set(round.tools.filter(({ action }) => action === 'drop').map(({ tool }) => tool));
  const queries = before.filter(({ tool, paraphraseOf }) => tool !== null && gone.has(tool) && paraphraseOf === null);
  if (config.removedTools !== 'no-call' || queries.length === 0) return { examples: [], removals: [] };
  const sources = (await hasRun(context)) ? await exploredSources(context) : config.tools;
  const opened = await openRun(runConfigOf(context, sources), environment);
  try {
    const { models } = opened;
    const made = await noCallFromQueries(queries, {
      solve: createRowModel(models.forPurpose('solve'), environment.signal),
      judge: createRowModel(models.forPurpose('judge'), environment.signal),
      ...{ config: config.curation, seed: config.seed, tools, callQueries, contaminants: [] },
      ...{ concurrency: models.concurrency, signal: environment.signal },
    });
    return { examples: made.examples.map((example) => ({ ...example, round: round.number })), removals: made.removals };
  } finally {
    await opened.close();
  }
}
