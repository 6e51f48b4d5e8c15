import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execArgv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRow } from './bench-row.ts';
import { createPlantedCorpus, type PlantedCorpus } from './near-duplicates-corpus.ts';

const TEXTS = 200_000;
const PEERS = ['rensa-bulk', 'rensa', 'datasketch'];
const MB = 'MB at its peak';
const execute = promisify(execFile);

interface Measurement {
  /** Texts a second of processor time. */
  readonly rate: number;
  readonly recall: number;
  readonly precision: number;
  readonly peakMb: number;
}

/**
 * Removal of near-duplicates from queries with planted ones: ours, and the peers of PyPI on the same texts, each in a process of its own on one
 * core. Recall and precision count planted texts: a planted one whose Jaccard fell below the threshold counts as missed, a text that
 * is near another by chance as wrongly removed.
 */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-bench-'));
  try {
    const corpus = createPlantedCorpus(TEXTS, 1);
    const path = join(folder, 'texts.json');
    await writeFile(path, JSON.stringify(corpus.texts));
    const ours = await measure(corpus, execPath, [...execArgv, besides('near-duplicates-ours.ts'), path]);
    const python = await peersPython();
    const peers = new Map<string, Measurement>();
    for (const peer of PEERS) {
      peers.set(peer, await measure(corpus, python, [besides('near-duplicates-peers.py'), peer, path]));
    }
    return toRows(ours, peers);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function toRows(ours: Measurement, peers: ReadonlyMap<string, Measurement>): BenchRow[] {
  const goals = [
    ['texts/s a core', 'rate', 50_000, 0],
    ['recall', 'recall', 0.95, 3],
    ['precision', 'precision', 0.96, 3],
  ] as const;
  return [
    ...goals.map(([unit, key, goal, digits]) => ({
      what: `near-duplicates of ${TEXTS}: ${unit}`,
      measured: ours[key].toFixed(digits),
      against: `goal ${goal}`,
      ratio: ours[key] / goal,
      goal: `at least ${goal}`,
      met: ours[key] >= goal,
    })),
    ...[...peers].map(([peer, theirs]) => ({
      what: `near-duplicates of ${TEXTS}: ours and ${peer}`,
      measured: describe(ours),
      against: describe(theirs),
      ratio: ours.rate / theirs.rate,
      goal: 'ahead in texts/s',
      met: ours.rate > theirs.rate,
    })),
  ];
}

function describe({ rate, recall, precision, peakMb }: Measurement): string {
  return `${Math.round(rate)}/s, recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}, ${peakMb} ${MB}`;
}

async function measure(corpus: PlantedCorpus, command: string, args: readonly string[]): Promise<Measurement> {
  const { stdout } = await execute(command, [...args], {
    maxBuffer: 1 << 26,
    env: { ...env, RAYON_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const { removed, seconds, peakMb }: { removed: number[]; seconds: number; peakMb: number } = JSON.parse(stdout);
  const planted = corpus.plantedOf.filter((of) => of >= 0).length;
  const right = removed.filter((at) => (corpus.plantedOf[at] as number) >= 0).length;
  return { rate: corpus.texts.length / seconds, recall: right / planted, precision: right / removed.length, peakMb };
}

/** A virtual environment with the peers, made once and kept. */
async function peersPython(): Promise<string> {
  const environment = join(tmpdir(), 'imaginarium-bench-peers');
  const python = join(environment, 'bin', 'python');
  if (!existsSync(python)) await execute('python3', ['-m', 'venv', environment]);
  await execute(python, ['-m', 'pip', 'install', '--quiet', 'datasketch==2.0.0', 'rensa==0.5.0']);
  return python;
}

function besides(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
