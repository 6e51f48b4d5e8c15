import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock, createRandom } from '@imaginarium/contracts';
import { explorationConfigSchema, explore } from '@imaginarium/exploration';
import { createBudget, createOpenAIModel, withBudget, withJournal, withLimits, withRetry } from '@imaginarium/models';
import { openJournal, openJsonlAppender } from '@imaginarium/storage';
import { createExecutor, defineTool, importFunctions, withObservationJournal } from '@imaginarium/tools';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { BenchRow } from './bench-row.ts';
import { LATENCY_MS } from './exploration-server.ts';

/** The load is 50 tools of 60 trials; fewer trials where that would take an hour, more tools where 50 cannot fill the slots. */
const LOADS: readonly Load[] = [
  { concurrency: 128, tools: 50, trials: 60 },
  { concurrency: 128, tools: 200, trials: 12 },
  { concurrency: 16, tools: 50, trials: 16 },
  { concurrency: 1, tools: 4, trials: 4 },
];
/** Code is as warm in a long exploration as it is after this. */
const WARM_UP: Load = { concurrency: 128, tools: 128, trials: 16 };
const PRICE = { inputPerMillion: 0.25, outputPerMillion: 2 };

interface Load {
  readonly concurrency: number;
  readonly tools: number;
  readonly trials: number;
}

interface Spent {
  readonly calls: number;
  readonly perSecond: number;
  /** Processor time a call, all threads of this process. */
  readonly cpuMs: number;
}

/**
 * Exploration as a run does it (memories, executor, journal, budget, retry, limits, trials appended) against a server of a fixed latency in
 * another process: throughput against the ideal, and processor time a call against bare undici with bodies of the same size.
 */
export async function run(): Promise<BenchRow[]> {
  await measure(WARM_UP);
  const rows: BenchRow[] = [];
  for (const load of LOADS) rows.push(...(await measure(load)));
  return rows;
}

async function measure(load: Load): Promise<BenchRow[]> {
  const server = fork(new URL('./exploration-server.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const [port] = await once(server, 'message');
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const ours = await exploreTools(load, baseUrl, folder, server);
    const bodyBytes = await meanBodyBytes(server);
    const bare = await callBare(baseUrl, Math.min(load.concurrency, load.tools), ours.calls, bodyBytes);
    return [throughputRow(load, ours, bare), processorRow(load, ours, bare)];
  } finally {
    await rm(folder, { recursive: true });
    server.kill();
  }
}

async function exploreTools(load: Load, baseUrl: string, folder: string, server: ChildProcess): Promise<Spent> {
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
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await explore({
    tools: tools.map(({ spec }) => spec),
    config: explorationConfigSchema.parse({ episodes: load.trials / 4, trials: 4 }),
    models: { imagine: model, solve: model, reflect: model },
    executor: withObservationJournal(executor, { journal, clock }),
    toolsInProgress: load.concurrency * 4,
    onTrial: (trial) => trials.append(trial),
  });
  const spent = spentSince(startedAt, cpu, (await countsOf(server)).requests);
  await trials.close();
  await journal.close();
  return spent;
}

async function callBare(baseUrl: string, concurrency: number, calls: number, bodyBytes: number): Promise<Spent> {
  const dispatcher = new Agent({ connections: 1024 });
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(Math.max(0, bodyBytes - 48)) }] });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer none' };
  let left = calls;
  const work = async () => {
    while (left-- > 0) {
      const reply = await request(`${baseUrl}/chat/completions`, { dispatcher, method: 'POST', headers, body });
      await reply.body.text();
    }
  };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  const spent = spentSince(startedAt, cpu, calls);
  await dispatcher.close();
  return spent;
}

function spentSince(startedAt: number, before: NodeJS.CpuUsage, calls: number): Spent {
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { calls, perSecond: calls / seconds, cpuMs: (user + system) / 1000 / calls };
}

async function countsOf(server: ChildProcess): Promise<{ requests: number; bytes: number }> {
  server.send('counts');
  const [counts] = await once(server, 'message');
  return counts;
}

async function meanBodyBytes(server: ChildProcess): Promise<number> {
  const { requests, bytes } = await countsOf(server);
  return Math.round(bytes / requests);
}

function throughputRow({ concurrency, tools, trials }: Load, ours: Spent, bare: Spent): BenchRow {
  // Episodes of a tool run in order, so a tool has one call under way: more slots than tools stay empty.
  const ideal = (Math.min(concurrency, tools) * 1000) / LATENCY_MS;
  const slots = tools < concurrency ? `${tools} tools fill ${tools} slots` : 'concurrency / latency';
  return {
    what: `exploration at concurrency ${concurrency}, ${tools} tools x ${trials} trials: throughput`,
    measured: `${ours.perSecond.toFixed(1)} calls/s`,
    against: `${slots}: ${ideal.toFixed(1)} calls/s (bare undici ${bare.perSecond.toFixed(1)})`,
    ratio: ours.perSecond / ideal,
    goal: '≥ 0.95',
    met: ours.perSecond / ideal >= 0.95,
  };
}

function processorRow({ concurrency, tools, trials }: Load, ours: Spent, bare: Spent): BenchRow {
  return {
    what: `exploration at concurrency ${concurrency}, ${tools} tools x ${trials} trials: processor time a call`,
    measured: `${ours.cpuMs.toFixed(3)} ms`,
    against: `bare undici, bodies of the same size: ${bare.cpuMs.toFixed(3)} ms`,
    ratio: ours.cpuMs / bare.cpuMs,
    goal: '≤ 4',
    met: ours.cpuMs / bare.cpuMs <= 4,
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
