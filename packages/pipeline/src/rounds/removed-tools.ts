import type { PoolExample, ToolSpec } from '@imaginarium/contracts';
import { createRowModel, noCallFromQueries } from '@imaginarium/curation';
import type { OpenModels } from '../open-models.ts';
import type { RoundData } from './round-context.ts';

/** Opens what examples of removed tools are made with. */
export type OpenCurationModels = () => Promise<{ readonly models: OpenModels; close(): Promise<void> }>;

/**
 * Examples in which no tool is called, of queries of tools that are gone; none where the project lets them leave.
 *
 * @param pool.now what else the round's pool holds: nothing near its held-out queries is trained on, nothing near its calls is asked
 */
export async function examplesOfRemovedTools(
  { config, round, environment }: Pick<RoundData, 'config' | 'round' | 'environment'>,
  pool: {
    readonly tools: readonly ToolSpec[];
    readonly before: readonly PoolExample[];
    readonly now: readonly PoolExample[];
  },
  openModels: OpenCurationModels,
): Promise<{
  readonly examples: PoolExample[];
  /** Queries of removed tools that it was tried with. */
  readonly queries: number;
  readonly removals: readonly { readonly id: string; readonly reason: string }[];
}> {
  const { tools, before, now } = pool;
  const gone = new Set(round.tools.filter(({ action }) => action === 'drop').map(({ tool }) => tool));
  const queries = before.filter(({ tool, paraphraseOf }) => tool !== null && gone.has(tool) && paraphraseOf === null);
  if (config.removedTools !== 'no-call' || queries.length === 0) return { examples: [], queries: 0, removals: [] };
  const { models, close } = await openModels();
  try {
    const made = await noCallFromQueries(queries, {
      solve: createRowModel(models.forPurpose('solve'), environment.signal),
      judge: createRowModel(models.forPurpose('judge'), environment.signal),
      ...{ config: config.curation, seed: config.seed, tools },
      callQueries: now.filter(({ kind }) => kind === 'call').map(({ query }) => query),
      contaminants: now
        .filter(({ split }) => split === 'test')
        .map(({ id, query }) => ({ source: `test (${id})`, query })),
      ...{ concurrency: models.concurrency, signal: environment.signal },
    });
    const examples = made.examples.map((example) => ({ ...example, round: round.number }));
    return { examples, queries: queries.length, removals: made.removals };
  } finally {
    await close();
  }
}
