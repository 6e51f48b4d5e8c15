import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execArgv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './bench-row.ts';

const FEW = 20_000;
const MANY = 200_000;
const STEP = fileURLToPath(new URL('write-records-step.ts', import.meta.url));

type Step = 'make' | 'format' | 'reserialise' | 'parse' | 'copy' | 'parquet';

interface Measurement {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMb: number;
}

/**
 * Examples of 2.7 KB formatted and written as one target in JSONL, and that JSONL as Parquet, each step in a process of its own, held against
 * what plain Node takes to parse and re-serialise, or only to parse, the same file; and peak memory at a tenth of the rows.
 */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const few = await measureAll(join(folder, 'few'), FEW);
    const many = await measureAll(join(folder, 'many'), MANY);
    return [
      speed(`format and write ${MANY} records, JSONL`, many.format, 'parse + re-serialise', many.reserialise, 0.6),
      speed(`read and write ${MANY} rows, JSONL`, many.copy, 'parse + re-serialise', many.reserialise, 0.75),
      speed(`${MANY} records as Parquet, read back`, many.parquet, 'JSON.parse of them', many.parse, 0.8),
      memory('format and write: peak memory', many.format, few.format),
      memory('Parquet: peak memory', many.parquet, few.parquet),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureAll(folder: string, rows: number) {
  const examples = join(folder, 'examples.jsonl');
  const records = join(folder, 'records.jsonl');
  await measure('make', examples, rows);
  return {
    reserialise: await measure('reserialise', examples),
    format: await measure('format', examples),
    copy: await measure('copy', examples),
    parse: await measure('parse', records),
    parquet: await measure('parquet', records),
  };
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

function speed(what: string, ours: Measurement, against: string, theirs: Measurement, goal: number): BenchRow {
  // Processor time, so that what else the machine does weighs on neither.
  const ratio = theirs.processorSeconds / ours.processorSeconds;
  return {
    what,
    measured: `${rate(ours)} records/s of processor time, ${ours.peakMb} MB at its peak`,
    against: `${against}: ${rate(theirs)} records/s`,
    ratio,
    goal: `at least ${goal}x`,
    met: ratio >= goal,
  };
}

function rate({ processorSeconds }: Measurement): number {
  return Math.round(MANY / processorSeconds);
}

function memory(what: string, many: Measurement, few: Measurement): BenchRow {
  const ratio = many.peakMb / few.peakMb;
  return {
    what,
    measured: `${many.peakMb} MB for ${MANY} rows`,
    against: `${few.peakMb} MB for ${FEW} rows`,
    ratio,
    goal: 'at most 1.2x',
    met: ratio <= 1.2,
  };
}
