import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock, createRandom } from '@imaginarium/contracts';
import { explorationConfigSchema, explore } from '@imaginarium/exploration';
import { createBudget, createOpenAIModel, withBudget, withJournal, withLimits, withRetry } from '@imaginarium/models';
import { openJournal, openJsonlAppender } from '@imaginarium/storage';
import { createExecutor, defineTool, importFunctions, withObservationJournal } from '@imaginarium/tools';
import { z } from 'zod';
import { type Spent, spentBy } from './exploration-peer.ts';

/** What one turn of ours is to explore. */
export interface ExplorationTurn {
  /** Of the server, up to its `/v1`. */
  readonly baseUrl: string;
  /** Calls under way at once. */
  readonly concurrency: number;
  readonly tools: number;
  /** Of each tool; a multiple of four. */
  readonly trials: number;
}

const PRICE = { inputPerMillion: 0.25, outputPerMillion: 2 };
const TRIALS_AN_EPISODE = 4;

/** Explores as a run does: memories, executor, journal, budget, retry, limits, a signal to stop it; full observations and trials appended. */
async function exploreTools({ baseUrl, concurrency, tools: count, trials: each }: ExplorationTurn): Promise<Spent> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  const journal = await openJournal(join(folder, 'journal.jsonl'));
  const trials = await openJsonlAppender(join(folder, 'trials.jsonl'));
  const observations = await openJsonlAppender(join(folder, 'observations.jsonl'));
  const { tools } = importFunctions({
    tools: Array.from({ length: count }, (_, at) => durationTool(at)),
    location: 'bench',
  });
  const executor = createExecutor({
    tools,
    clock,
    random: createRandom(1),
    secret: () => '',
    log: (full) => observations.append(full),
  });
  const limited = withLimits(createOpenAIModel({ model: 'bench', baseUrl, apiKey: 'none' }), { concurrency, clock });
  const retried = withRetry(limited, { clock, random: createRandom(1) });
  const budgeted = withBudget(retried, { budget: createBudget({ dollars: 1000 }), price: PRICE });
  const model = withJournal(budgeted, { journal, clock, price: PRICE });
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const spent = await spentBy(async () => {
    await explore({
      tools: tools.map(({ spec }) => spec),
      config: explorationConfigSchema.parse({ episodes: each / TRIALS_AN_EPISODE, trials: TRIALS_AN_EPISODE }),
      models: { imagine: model, solve: model, reflect: model },
      executor: withObservationJournal(executor, { journal, clock }),
      toolsInProgress: concurrency * 4,
      signal,
      onTrial: (trial) => trials.append(trial),
    });
    await Promise.all([journal.close(), trials.close(), observations.close()]);
  });
  await rm(folder, { recursive: true });
  return spent;
}

function durationTool(at: number) {
  const unit = z.enum(['h', 'min', 's']);
  return defineTool({
    name: `convert_units_${at}`,
    description: 'Converts a quantity from one unit of time to another, rounded to the digits that are asked for.',
    effect: 'read',
    parameters: z.object({
      value: z.number().describe('The quantity.'),
      from: unit,
      to: unit,
      digits: z.number().int().default(2),
    }),
    run: ({ value }) => ({ value: value * 60, unit: 'min' }),
  });
}

/** Run as a child process, as the peer is, which explores whenever it is told to. */
if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.on('message', async (turn: ExplorationTurn) => process.send?.(await exploreTools(turn)));
  process.on('disconnect', () => process.exit());
}
