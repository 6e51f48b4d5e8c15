import { deepStrictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execArgv, execPath } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Prediction } from '@imaginarium/contracts';
import { openPredictions } from '@imaginarium/evaluation';
import type { BenchRow } from './bench-row.ts';

const REFERENCE = env.IMAGINARIUM_REFERENCE ?? besides('../../../shared/reference');
const SAVED = join(REFERENCE, 'ste', 'saved_results');
const WHOLE = ['mistral', 'mistral_FT', 'mistral_ICL', 'llama-7Bf_FT'];
const ALL = [...WHOLE, 'CL_round_0', 'CL_round_1', 'CL_round_1_no_replay'];
/** 14,790 predictions: three times all 3,930 and once more the 3,000 of the files over the whole test set. */
const FILES = [...ALL, ...ALL, ...ALL, ...WHOLE].map((name) => join(SAVED, `${name}.json`));
const PREDICTIONS = 14_790;
const ITEMS = PREDICTIONS / 10;
const TURNS = 5;
const ROUNDS = 25;
const execute = promisify(execFile);

interface Measurement {
  /** Processor time of each round, the first of them cold. */
  readonly seconds: readonly number[];
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Scoring the paper's saved results by its rules, ours and CPython's, each from rows in memory and in processes of their own that
 * take turns; and the peak memory of a whole evaluation (reading, both profiles, report) of these predictions and of ten times as many.
 */
export async function run(): Promise<BenchRow[]> {
  if (!existsSync(SAVED)) {
    console.log(
      `scoring: skipped, the reference data are not there (${SAVED}); IMAGINARIUM_REFERENCE names their folder`,
    );
    return [];
  }
  return [await compareWithPython(), await compareMemory()];
}

async function compareWithPython(): Promise<BenchRow> {
  const ours: Measurement[] = [];
  const theirs: Measurement[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await measure(execPath, [...execArgv, besides('scoring-ours.ts')]));
    theirs.push(await measure('python3', [besides('scoring_reference.py')]));
  }
  for (const { counts } of [...ours, ...theirs]) deepStrictEqual(counts, ours[0]?.counts);
  const mine = median(ours.flatMap(({ seconds }) => seconds));
  const cold = median(ours.map(({ seconds }) => seconds[0] as number));
  const python = median(theirs.flatMap(({ seconds }) => seconds));
  return {
    what: `scoring ${ours[0]?.counts.total} saved predictions by the paper's rules`,
    measured: `${milliseconds(mine)} of processor time (${milliseconds(cold)} in a process just started)`,
    against: `${milliseconds(python)}: the same rules in Python`,
    ratio: python / mine,
    goal: 'at least 5 times as fast',
    met: python / mine >= 5,
  };
}

async function compareMemory(): Promise<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const few = await peakOf(join(folder, 'few.jsonl'), 10);
    const many = await peakOf(join(folder, 'many.jsonl'), 100);
    return {
      what: `memory of evaluating ${many.scored} predictions`,
      measured: `${many.peakMb} MB at its peak`,
      against: `${few.peakMb} MB for ${few.scored}`,
      ratio: many.peakMb / few.peakMb,
      goal: 'at most 1.25 times for 10 times as many',
      met: many.peakMb <= 1.25 * few.peakMb,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function peakOf(path: string, repetitions: number): Promise<{ scored: number; peakMb: number }> {
  await writePredictions(path, repetitions);
  const { stdout } = await execute(execPath, [...execArgv, besides('scoring-memory.ts'), path]);
  return JSON.parse(stdout);
}

/** A predictions file of ours: the first 1,479 of the saved predictions, each as often as asked. */
async function writePredictions(path: string, repetitions: number): Promise<void> {
  const rows: Prediction[] = [];
  const { header } = await openPredictions(FILES[0] as string);
  for (const file of FILES.slice(0, 2)) {
    for await (const { item, cached: _, ...row } of (await openPredictions(file)).rows())
      if (rows.length < ITEMS) rows.push({ ...row, item: { ...item, id: `${file}/${item.id}` } });
  }
  const data = { ...header.data, items: rows.length };
  function* lines() {
    yield `${JSON.stringify({ ...header, repetitions, data })}\n`;
    for (let repetition = 0; repetition < repetitions; repetition++)
      for (const row of rows) yield `${JSON.stringify({ ...row, repetition })}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

async function measure(command: string, args: readonly string[]): Promise<Measurement> {
  const { stdout } = await execute(command, [...args, String(ROUNDS), ...FILES]);
  return JSON.parse(stdout);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1e3).toFixed(0)} ms`;
}

function besides(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
