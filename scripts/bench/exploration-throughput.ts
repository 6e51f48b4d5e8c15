import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChatModel,
  type ChatRequest,
  systemClock as clock,
  createRandom,
  type Journal,
} from '@imaginarium/contracts';
import { createBudget, createOpenAIModel, withBudget, withJournal, withLimits, withRetry } from '@imaginarium/models';
import { openJournal } from '@imaginarium/storage';
import { Agent, request } from 'undici';
import type { BenchRow } from './bench-row.ts';
import { LATENCY_MS } from './exploration-server.ts';

/** Calls a part, the most first: the code is then as warm as in a long exploration. A part takes two to four seconds. */
const LOADS: readonly Load[] = [
  { concurrency: 128, calls: 2560 },
  { concurrency: 16, calls: 240 },
  { concurrency: 1, calls: 10 },
];
/** Ours and bare undici take turns, and the median counts, so that what else the machine does weighs on both. */
const PARTS = 3;
const WARM_UP: Load = { concurrency: 256, calls: 2560 };
const TOOLS = 50;

/**
 * Model calls as exploration makes them, through journal, budget, retry, limits and adapter, against a server of a fixed
 * latency in another process: throughput against the ideal, and processor time a call against bare undici.
 */
export async function run(): Promise<BenchRow[]> {
  const server = fork(new URL('./exploration-server.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  const journal = await openJournal(join(folder, 'journal.jsonl'));
  try {
    const [port] = await once(server, 'message');
    return await measure(`http://127.0.0.1:${port}/v1`, journal);
  } finally {
    await journal.close();
    await rm(folder, { recursive: true });
    server.kill();
  }
}

/** Every call gets a place of its own, so that none is a replay. */
async function measure(baseUrl: string, journal: Journal): Promise<BenchRow[]> {
  let place = 0;
  const bare = createBareCall(baseUrl);
  const layered = (concurrency: number) => {
    const model = createModel(baseUrl, journal, concurrency);
    return () => model.complete(createRequest(place++));
  };
  await spend(layered(WARM_UP.concurrency), WARM_UP);
  await spend(bare, WARM_UP);

  const rows: BenchRow[] = [];
  for (const load of LOADS) {
    const ours: Spent[] = [];
    const theirs: Spent[] = [];
    const call = layered(load.concurrency);
    for (let part = 0; part < PARTS; part++) {
      ours.push(await spend(call, load));
      theirs.push(await spend(bare, load));
    }
    rows.push(throughputRow(load, ours, theirs), processorRow(load, ours, theirs));
  }
  return rows;
}

function throughputRow({ concurrency }: Load, ours: Spent[], theirs: Spent[]): BenchRow {
  const ideal = (concurrency * 1000) / LATENCY_MS;
  const [measured, bare] = [median(ours, 'perSecond'), median(theirs, 'perSecond')];
  return {
    what: `Model calls at concurrency ${concurrency}: throughput against concurrency / latency`,
    measured: `${measured.toFixed(1)} calls/s`,
    against: `${ideal.toFixed(1)} calls/s (bare undici ${bare.toFixed(1)})`,
    ratio: measured / ideal,
    goal: '≥ 0.95',
    met: measured / ideal >= 0.95,
  };
}

function processorRow({ concurrency }: Load, ours: Spent[], theirs: Spent[]): BenchRow {
  const [measured, bare] = [median(ours, 'cpuMs'), median(theirs, 'cpuMs')];
  return {
    what: `Model calls at concurrency ${concurrency}: processor time a call against bare undici`,
    measured: `${measured.toFixed(3)} ms`,
    against: `${bare.toFixed(3)} ms`,
    ratio: measured / bare,
    goal: '≤ 4',
    met: measured / bare <= 4,
  };
}

function median(spent: Spent[], of: keyof Spent): number {
  return spent.map((one) => one[of]).sort((a, b) => a - b)[Math.floor(spent.length / 2)] ?? Number.NaN;
}

function createModel(baseUrl: string, journal: Journal, concurrency: number): ChatModel {
  const price = { inputPerMillion: 0.25, outputPerMillion: 2 };
  const adapter = createOpenAIModel({ model: 'bench', baseUrl, apiKey: 'none' });
  const limited = withLimits(adapter, { concurrency, clock });
  const retried = withRetry(limited, { clock, random: createRandom(1) });
  const budgeted = withBudget(retried, { budget: createBudget({ dollars: 1000 }), price });
  return withJournal(budgeted, { journal, clock, price });
}

function createBareCall(baseUrl: string): () => Promise<string> {
  const dispatcher = new Agent({ connections: 1024 });
  const { purpose: _purpose, place: _place, ...sent } = createRequest(0);
  const body = JSON.stringify({ model: 'bench', ...sent });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer none' };
  return async () => {
    const reply = await request(`${baseUrl}/chat/completions`, { dispatcher, method: 'POST', headers, body });
    return reply.body.text();
  };
}

interface Load {
  readonly concurrency: number;
  readonly calls: number;
}

interface Spent {
  readonly perSecond: number;
  /** Processor time a call, all threads of this process. */
  readonly cpuMs: number;
}

/** Runs the calls, so many at once, and says how fast they were and what they took of the processor. */
async function spend(call: () => Promise<unknown>, { concurrency, calls }: Load): Promise<Spent> {
  let left = calls;
  const work = async () => {
    while (left-- > 0) await call();
  };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: calls / seconds, cpuMs: (user + system) / 1000 / calls };
}

const tools = Array.from({ length: TOOLS }, (_, index) => ({
  name: `convert_units_${index}`,
  description: 'Converts a quantity from one unit of length, mass, time, temperature or volume to another.',
  parameters: {
    type: 'object',
    properties: {
      value: { type: 'number', description: 'The quantity to convert.' },
      from: { type: 'string', description: 'Symbol of the unit that the quantity is in.', enum: ['h', 'min', 's'] },
      to: { type: 'string', description: 'Symbol of the unit that is wanted.', enum: ['h', 'min', 's'] },
      digits: { type: 'integer', description: 'Digits after the decimal point.', default: 2 },
    },
    required: ['value', 'from', 'to'],
  },
}));

/** A solving turn in the middle of an episode: 2.7 KB of body. */
function createRequest(place: number): ChatRequest {
  const tool = tools[place % TOOLS] as (typeof tools)[number];
  const trial = Math.floor(place / TOOLS);
  const call = {
    id: 'call_0',
    name: tool.name,
    arguments: { value: 2, from: 'h', to: 's' },
    argumentsText: '{"value":2,"from":"h","to":"s"}',
  };
  const talk = 'A person needs this for the plan of a journey and wants a short and exact answer. '.repeat(5);
  return {
    purpose: 'solve',
    place: { tool: tool.name, episode: Math.floor(trial / 4), trial: trial % 4, step: 'solve', ordinal: 0 },
    messages: [
      { role: 'system', content: `You answer queries by calling tools. ${talk}` },
      { role: 'user', content: `How many seconds are two hours? ${talk}` },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'call_0', name: tool.name, content: '{"value":7200,"unit":"s"}' },
      { role: 'assistant', content: 'Two hours are 7200 seconds.' },
      { role: 'user', content: `And how many minutes are ${place} hours? ${talk}` },
    ],
    tools: [tool],
    temperature: 1,
    maxTokens: 360,
  };
}
