import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import type { BenchRow } from './bench-row.ts';
import type { ExplorationTurn } from './exploration-ours.ts';
import type { PeerTurn, Spent } from './exploration-peer.ts';
import { median } from './median.ts';

/** Milliseconds before each reply. */
const LATENCY_MS = 200;

/**
 * The load is 50 tools of 60 trials. Episodes of a tool run in order, so 50 tools have at most 50 calls under way: more tools where
 * 128 slots are to be filled, fewer trials where 60 would take an hour.
 */
const LOADS: readonly Load[] = [
  { concurrency: 128, tools: 50, trials: 60, rounds: 3 },
  { concurrency: 128, tools: 200, trials: 12, rounds: 5 },
  { concurrency: 16, tools: 50, trials: 20, rounds: 3 },
  { concurrency: 1, tools: 4, trials: 4, rounds: 5 },
];

interface Load {
  readonly concurrency: number;
  readonly tools: number;
  readonly trials: number;
  readonly rounds: number;
}

/** How one of the two fared in a round. */
interface Pace {
  readonly callsPerSecond: number;
  /** Of processor time, a call. */
  readonly cpuMs: number;
}

interface Round {
  readonly ours: Pace;
  readonly bare: Pace;
}

/** What the server got: how many requests, and some of their bodies. */
interface Received {
  readonly requests: number;
  readonly bodies: readonly string[];
}

/** The two that are compared, each a process with no code but its own. */
interface Runners {
  readonly ours: ChildProcess;
  readonly peer: ChildProcess;
}

/**
 * Exploration as a run does it against a server of a fixed latency: throughput against the ideal, and processor time a call against bare
 * undici, which sends as many of the same request bodies, ready made, as many at a time, and reads and parses the replies.
 *
 * The two run side by side, each with a server of its own: what a call costs on a processor that sleeps between calls changes several
 * times over from one minute to the next, and so both meet the same minute. Before a load is measured each of them goes through all of
 * it once with a server that replies at once. Medians of the rounds count.
 */
export async function run(): Promise<BenchRow[]> {
  const runners = { ours: startChild('./exploration-ours.ts'), peer: startChild('./exploration-peer.ts') };
  try {
    const rows: BenchRow[] = [];
    for (const load of LOADS) rows.push(...(await measure(load, runners)));
    return rows;
  } finally {
    for (const child of Object.values(runners)) child.disconnect();
  }
}

async function measure(load: Load, runners: Runners): Promise<BenchRow[]> {
  const rehearsed = await rehearse(load, runners);
  const rounds: Round[] = [];
  for (let round = 0; round < load.rounds; round++) rounds.push(await runBoth(load, rehearsed, runners));
  return [throughputRow(load, rounds), processorRow(load, rounds)];
}

/** What ours sends under a load; both have gone through it then. */
async function rehearse(load: Load, { ours, peer }: Runners): Promise<Received> {
  return withServer(0, async ({ baseUrl, server }) => {
    await ask<Spent>(ours, oursOf(load, baseUrl));
    const received = await ask<Received>(server, 'received');
    await ask<Spent>(peer, peerOf(load, baseUrl, received));
    return received;
  });
}

async function runBoth(load: Load, rehearsed: Received, { ours, peer }: Runners): Promise<Round> {
  return withServer(LATENCY_MS, ({ baseUrl, server }) =>
    withServer(LATENCY_MS, async ({ baseUrl: peerUrl }) => {
      const [spentByOurs, spentByPeer] = await Promise.all([
        ask<Spent>(ours, oursOf(load, baseUrl)),
        ask<Spent>(peer, peerOf(load, peerUrl, rehearsed)),
      ]);
      const { requests } = await ask<Received>(server, 'received');
      return { ours: paceOf(spentByOurs, requests), bare: paceOf(spentByPeer, rehearsed.requests) };
    }),
  );
}

function paceOf({ seconds, cpuMs }: Spent, calls: number): Pace {
  return { callsPerSecond: calls / seconds, cpuMs: cpuMs / calls };
}

async function withServer<T>(
  latencyMs: number,
  use: (running: { readonly baseUrl: string; readonly server: ChildProcess }) => Promise<T>,
): Promise<T> {
  const server = startChild('./exploration-server.ts', `${latencyMs}`);
  try {
    const [port] = await once(server, 'message');
    return await use({ baseUrl: `http://127.0.0.1:${port}/v1`, server });
  } finally {
    server.kill();
  }
}

function startChild(source: string, ...options: string[]): ChildProcess {
  return fork(new URL(source, import.meta.url), options);
}

async function ask<T>(child: ChildProcess, question: Serializable): Promise<T> {
  child.send(question);
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}

function oursOf({ concurrency, tools, trials }: Load, baseUrl: string): Serializable {
  return { baseUrl, concurrency, tools, trials } satisfies ExplorationTurn;
}

function peerOf(load: Load, baseUrl: string, rehearsed: Received): Serializable {
  return { url: `${baseUrl}/chat/completions`, slots: slotsOf(load), ...rehearsed } satisfies PeerTurn;
}

/** Episodes of a tool run in order, so a tool has one call under way: more slots than tools stay empty. */
function slotsOf({ concurrency, tools }: Load): number {
  return Math.min(concurrency, tools);
}

function throughputRow(load: Load, rounds: readonly Round[]): BenchRow {
  const { concurrency, tools, trials } = load;
  const ideal = (slotsOf(load) * 1000) / LATENCY_MS;
  const slots = tools < concurrency ? `${tools} tools fill ${tools} slots` : 'concurrency / latency';
  const ours = median(rounds.map(({ ours }) => ours.callsPerSecond));
  const bare = median(rounds.map(({ bare }) => bare.callsPerSecond));
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
  const ours = median(rounds.map(({ ours }) => ours.cpuMs));
  const bare = median(rounds.map(({ bare }) => bare.cpuMs));
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
