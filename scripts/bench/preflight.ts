import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, ImaginariumError, type JsonObject, type Random } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { preflight } from '@imaginarium/training';
import type { BenchRow } from './bench-row.ts';

const RECORDS = fileURLToPath(new URL('../../runs/quickstart/records/openai/train.jsonl', import.meta.url));
const NOISE = 0.05;
const SEEDS = [11, 12, 13];

interface WireCall {
  name: string;
  arguments: string;
}

interface Line {
  readonly messages: readonly { readonly tool_calls?: readonly { readonly function: WireCall }[] }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/**
 * The quickstart's training records with planted label noise: of one call record in twenty the tool is another of those on offer, or
 * an argument has the value of another record of the tool. How many of the suspected lines are planted, how many planted lines are
 * suspected, over three seeds; and how long a preflight takes.
 */
export async function run(): Promise<BenchRow[]> {
  if (!existsSync(RECORDS)) {
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `There are no quickstart records (${RECORDS}).`,
      hint: 'Run npm run quickstart first.',
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    let [planted, suspected, found, seconds] = [0, 0, 0, 0];
    for (const seed of SEEDS) {
      const noisy = await plantNoise(createRandom(seed));
      const file = join(folder, `noisy-${seed}.jsonl`);
      await writeFile(file, noisy.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const start = performance.now();
      const { suspicions } = await preflight({ file });
      seconds = Math.max(seconds, (performance.now() - start) / 1000);
      planted += noisy.planted.size;
      suspected += suspicions.length;
      found += suspicions.filter(({ line }) => noisy.planted.has(line)).length;
    }
    return [
      share(`precision (${found} of ${suspected} suspected)`, found / suspected, 0.8),
      share(`recall (${found} of ${planted} planted)`, found / planted, 0.8),
      {
        what: 'preflight of the quickstart records: slowest of three',
        measured: `${seconds.toFixed(1)} s`,
        against: '60 s',
        ratio: seconds / 60,
        goal: 'at most 60 s',
        met: seconds <= 60,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function share(what: string, measured: number, goal: number): BenchRow {
  return {
    what: `preflight, 5 % planted label noise: ${what}`,
    measured: measured.toFixed(3),
    against: `goal ${goal}`,
    ratio: measured / goal,
    goal: `at least ${goal}`,
    met: measured >= goal,
  };
}

/** Numbers of planted lines count from 1. */
async function plantNoise(random: Random): Promise<{ lines: Line[]; planted: Set<number> }> {
  const lines: Line[] = [];
  for await (const line of readJsonl<Line>(RECORDS)) lines.push(line);
  const calls = lines.flatMap((line, at) => {
    const call = callOf(line);
    return call === undefined ? [] : [{ line, at, call }];
  });
  const planted = new Set<number>();
  for (const { line, at, call } of random.shuffle(calls)) {
    if (planted.size >= Math.round(calls.length * NOISE)) break;
    const isPlanted =
      planted.size % 2 === 0
        ? swapTool(line, call, random)
        : swapArgument(
            call,
            calls.map((other) => other.call),
            random,
          );
    if (isPlanted) planted.add(at + 1);
  }
  return { lines, planted };
}

function callOf({ messages }: Line): WireCall | undefined {
  return messages.find(({ tool_calls }) => tool_calls !== undefined)?.tool_calls?.[0]?.function;
}

function swapTool(line: Line, call: WireCall, random: Random): boolean {
  const others = (line.tools ?? []).map((tool) => tool.function.name).filter((name) => name !== call.name);
  if (others.length === 0) return false;
  call.name = random.pick(others);
  return true;
}

function swapArgument(call: WireCall, calls: readonly WireCall[], random: Random): boolean {
  const args: JsonObject = JSON.parse(call.arguments);
  const names = Object.keys(args);
  if (names.length === 0) return false;
  const name = random.pick(names);
  const values = calls
    .filter((other) => other.name === call.name)
    .map((other) => (JSON.parse(other.arguments) as JsonObject)[name])
    .filter((value) => value !== undefined && value !== args[name]);
  if (values.length === 0) return false;
  args[name] = random.pick(values) as JsonObject[string];
  call.arguments = JSON.stringify(args);
  return true;
}
