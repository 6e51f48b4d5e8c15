import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock, createRandom } from '@imaginarium/contracts';
import { explorationConfigSchema, explore } from '@imaginarium/exploration';
import { createBudget, createOpenAIModel, withBudget, withJournal, withLimits, withRetry } from '@imaginarium/models';
import { openJournal, openJsonlAppender } from '@imaginarium/storage';
import { createExecutor, defineTool, importFunctions, withObservationJournal } from '@imaginarium/tools';
import { z } from 'zod';
import type { BenchRow } from './bench-row.ts';
import { type Spent, spentBy } from './exploration-peer.ts';
import { LATENCY_MS } from './exploration-server.ts';
import { median } from './median.ts';

/**
 * The load is 50 tools of 60 trials. Episodes of a tool run in order, so 50 tools have at most 50 calls under way: more tools where
 * 128 slots are to be filled, fewer trials where 60 would take an hour.
 */
const LOADS: readonly Load[] = [
  { concurrency: 128, tools: 50, trials: 60, rounds: 3 },
  { concurrency: 128, tools: 200, trials: 12, rounds: 5 },
  { concurrency: 16, tools: 50, trials: 8, rounds: 3 },
  { concurrency: 1, tools: 4, trials: 4, rounds: 3 },
];
/** As many calls as the load of the issue makes: code is compiled once, and a run that is longer is not slower for it. */
const WARM_UP: Load = { concurrency: 128, tools: 200, trials: 16, rounds: 1 };
const PRICE = { inputPerMillion: 0.25, outputPerMillion: 2 };

interface Load {
  readonly concurrency: number;
  readonly tools: number;
  readonly trials: number;
  /** Times that ours and the peer take turns. */
  readonly rounds: number;
}

interface Round {
  readonly calls: number;
  readonly ours: Spent;
  readonly bare: Spent;
}

/** What the server got: how many requests, and some of their bodies. */
interface Received {
  readonly requests: number;
  readonly bodies: readonly string[];
}

/**
 * Exploration as a run does it (memories, executor, journal, budget, retry, limits, trials appended) against a server of a fixed latency in
 * another process: throughput against the ideal, and processor time a call against bare undici in a process of its own, which sends as many
 * of the same request bodies, ready made, as many at a time, and reads and parses the replies. They take turns; medians of the rounds count.
 */
export async function run(): Promise<BenchRow[]> {
  const peer = fork(new URL('./exploration-peer.ts', import.meta.url));
  try {
    await measure(WARM_UP, peer);
    const rows: BenchRow[] = [];
    for (const load of LOADS) rows.push(...(await measure(load, peer)));
    return rows;
  } finally {
    peer.disconnect();
  }
}

async function measure(load: Load, peer: ChildProcess): Promise<BenchRow[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < load.rounds; round++) rounds.push(await takeTurns(load, peer));
  return [throughputRow(load, rounds), processorRow(load, rounds)];
}

async function takeTurns(load: Load, peer: ChildProcess): Promise<Round> {
  const server = fork(new URL('./exploration-server.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const [port] = await once(server, 'message');
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const ours = await exploreTools(load, baseUrl, folder);
    const received = await ask<Received>(server, 'received');
    const turn = { url: `${baseUrl}/chat/completions`, slots: slotsOf(load), ...received };
    return { calls: received.requests, ours, bare: await ask<Spent>(peer, turn) };
  } finally {
    await rm(folder, { recursive: true });
    server.kill();
  }
}

async function exploreTools(load: Load, baseUrl: string, folder: string): Promise<Spent> {
  const journal = await openJournal(join(folder, 'journal.jsonl'));
  const trials = await openJsonlAppender(join(folder, 'trials.jsonl'));
  const { tools } = importFunctions({
    tools: Array.from({ length: load.tools }, (_, at) => durationTool(at)),
    location: 'bench',
  });
  const executor = createExecutor({ tools, clock, random: createRandom(1), secret: () => '' });
  const limited = withLimits(createOpenAIModel({ model: 'bench', baseUrl, apiKey: 'none' }), {
    concurrency: load.concurrency,
    clock,
  });
  const retried = withRetry(limited, { clock, random: createRandom(1) });
  const budgeted = withBudget(retried, { budget: createBudget({ dollars: 1000 }), price: PRICE });
  const model = withJournal(budgeted, { journal, clock, price: PRICE });
  const spent = await spentBy(() =>
    explore({
      tools: tools.map(({ spec }) => spec),
      config: explorationConfigSchema.parse({ episodes: load.trials / 4, trials: 4 }),
      models: { imagine: model, solve: model, reflect: model },
      executor: withObservationJournal(executor, { journal, clock }),
      toolsInProgress: load.concurrency * 4,
      onTrial: (trial) => trials.append(trial),
    }),
  );
  await trials.close();
  await journal.close();
  return spent;
}

async function ask<T>(child: ChildProcess, question: Serializable): Promise<T> {
  child.send(question);
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}

/** Episodes of a tool run in order, so a tool has one call under way: more slots than tools stay empty. */
function slotsOf({ concurrency, tools }: Load): number {
  return Math.min(concurrency, tools);
}

function throughputRow(load: Load, rounds: readonly Round[]): BenchRow {
  const { concurrency, tools, trials } = load;
  const ideal = (slotsOf(load) * 1000) / LATENCY_MS;
  const slots = tools < concurrency ? `${tools} tools fill ${tools} slots` : 'concurrency / latency';
  const ours = median(rounds.map(({ calls, ours }) => calls / ours.seconds));
  const bare = median(rounds.map(({ calls, bare }) => calls / bare.seconds));
  return {
    what: `exploration at concurrency ${concurrency}, ${tools} tools x ${trials} trials: throughput`,
    measured: `${ours.toFixed(1)} calls/s`,
    against: `${slots}: ${ideal.toFixed(1)} calls/s (bare undici ${bare.toFixed(1)})`,
    ratio: ours / ideal,
    goal: '≥ 0.95',
    met: ours / ideal >= 0.95,
  };
}

function processorRow({ concurrency, tools, trials }: Load, rounds: readonly Round[]): BenchRow {
  const ours = median(rounds.map(({ calls, ours }) => ours.cpuMs / calls));
  const bare = median(rounds.map(({ calls, bare }) => bare.cpuMs / calls));
  const ratios = rounds.map(({ ours, bare }) => ours.cpuMs / bare.cpuMs);
  const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)} in ${rounds.length} rounds`;
  return {
    what: `exploration at concurrency ${concurrency}, ${tools} tools x ${trials} trials: processor time a call`,
    measured: `${ours.toFixed(3)} ms`,
    against: `bare undici, the same bodies: ${bare.toFixed(3)} ms (${spread})`,
    ratio: median(ratios),
    goal: '≤ 4',
    met: median(ratios) <= 4,
  };
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
