import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execArgv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './bench-row.ts';
import { median } from './median.ts';

const FEW = 20_000;
const MANY = 200_000;
const STEP = fileURLToPath(new URL('write-records-step.ts', import.meta.url));

/** Times that ours and what it is held against take turns. */
const ROUNDS = 5;

type Step = 'make' | 'format' | 'reserialise' | 'parse' | 'copy' | 'parquet';
type Round = Readonly<Record<Exclude<Step, 'make'>, Measurement>>;

interface Measurement {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMb: number;
}

/**
 * Examples of 2.7 KB formatted and written as one target in JSONL, and that JSONL as Parquet, each step in a process of its own, held against
 * what plain Node takes to parse and re-serialise, or only to parse, the same file, in turns, medians of the rounds; and peak memory at a tenth
 * of the rows.
 */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const few = await measureRounds(join(folder, 'few'), FEW);
    const many = await measureRounds(join(folder, 'many'), MANY);
    return [
      speed(`format and write ${MANY} records, JSONL`, many, 'format', 'parse + re-serialise', 'reserialise', 0.6),
      speed(`read and write ${MANY} rows, JSONL`, many, 'copy', 'parse + re-serialise', 'reserialise', 0.75),
      speed(`${MANY} records as Parquet, read back`, many, 'parquet', 'JSON.parse of them', 'parse', 0.8),
      memory('format and write: peak memory', peakOf(many, 'format'), peakOf(few, 'format')),
      memory('Parquet: peak memory', peakOf(many, 'parquet'), peakOf(few, 'parquet')),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureRounds(folder: string, rows: number): Promise<Round[]> {
  const examples = join(folder, 'examples.jsonl');
  const records = join(folder, 'records.jsonl');
  await measure('make', examples, rows);
  const measured: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    measured.push({
      reserialise: await measure('reserialise', examples),
      format: await measure('format', examples),
      copy: await measure('copy', examples),
      parse: await measure('parse', records),
      parquet: await measure('parquet', records),
    });
  }
  return measured;
}

async function measure(step: Step, path: string, rows?: number): Promise<Measurement> {
  const { stdout } = await promisify(execFile)(execPath, [
    ...execArgv,
    STEP,
    step,
    path,
    ...(rows ? [String(rows)] : []),
  ]);
  return JSON.parse(stdout);
}

function speed(
  what: string,
  rounds: readonly Round[],
  step: keyof Round,
  against: string,
  peer: keyof Round,
  goal: number,
): BenchRow {
  // Processor time, so that what else the machine does weighs less on either.
  const ratios = rounds.map((round) => round[peer].processorSeconds / round[step].processorSeconds);
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} in ${rounds.length} rounds`;
  return {
    what,
    measured: `${rateOf(rounds, step)} records/s of processor time, ${peakOf(rounds, step)} MB at its peak`,
    against: `${against}: ${rateOf(rounds, peer)} records/s (${spread})`,
    ratio: median(ratios),
    goal: `at least ${goal}x`,
    met: median(ratios) >= goal,
  };
}

function rateOf(rounds: readonly Round[], step: keyof Round): number {
  return Math.round(MANY / median(rounds.map((round) => round[step].processorSeconds)));
}

function peakOf(rounds: readonly Round[], step: keyof Round): number {
  return Math.round(median(rounds.map((round) => round[step].peakMb)));
}

function memory(what: string, many: number, few: number): BenchRow {
  const ratio = many / few;
  return {
    what,
    measured: `${many} MB for ${MANY} rows`,
    against: `${few} MB for ${FEW} rows`,
    ratio,
    goal: 'at most 1.2x',
    met: ratio <= 1.2,
  };
}
