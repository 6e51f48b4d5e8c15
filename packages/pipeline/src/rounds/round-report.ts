import { existsSync } from 'node:fs';
import { type RoundMatrix, type RoundReport, roundReportSchema, type Verdict } from '@imaginarium/contracts';
import { renderRoundReport } from '@imaginarium/evaluation';
import { hashFile, readJsonFile, readJsonl, writeFileAtomic, writeJsonFile } from '@imaginarium/storage';
import { improvementResults } from './improve-targets.ts';
import { trainedTarget } from './mix-targets.ts';
import type { RoundContext } from './round-context.ts';
import { roundPath } from './round-paths.ts';
import { standInsOf } from './stand-ins.ts';

interface Findings {
  readonly matrices: readonly RoundMatrix[];
  readonly verdictsBefore: readonly Verdict[] | null;
  readonly verdictsAfter: readonly Verdict[];
}

/** Writes the report of a round for programs and for people. */
export async function writeReport(
  context: RoundContext,
  { matrices, ...verdicts }: Findings,
): Promise<{ readonly report: { readonly sha256: string; readonly bytes: number } }> {
  const { config, environment, earlier, round, folder } = context;
  const standIns = standInsOf(config);
  const report: RoundReport = {
    format: 1,
    project: config.name,
    createdAt: environment.clock.now(),
    rounds: [...earlier, round],
    matrices: [...matrices],
    mix: await readMix(context),
    improvements: await improvementResults(context, verdicts),
    isPractice: standIns.teacher || standIns.student,
    standIns,
  };
  const path = roundPath(folder, 'report');
  await writeJsonFile(path, report);
  await writeFileAtomic(roundPath(folder, 'page'), await renderRoundReport(report));
  return { report: await hashFile(path) };
}

/** Null before the gate. */
export async function readReport(folder: string): Promise<RoundReport | null> {
  const path = roundPath(folder, 'report');
  return existsSync(path) ? readJsonFile<RoundReport>(path, roundReportSchema) : null;
}

/** Records that were trained on, by origin and by the round that they come from. */
async function readMix({ config, folder }: RoundContext): Promise<RoundReport['mix']> {
  const lineage = roundPath(folder, 'records', trainedTarget(config), 'lineage.jsonl');
  const trained = config.training.method === 'dpo' ? 'preference-train.jsonl' : 'train.jsonl';
  const counts = new Map<string, { origin: string; round: number | null; records: number }>();
  for await (const row of readJsonl<{ file: string; origin: string; round?: number | null }>(lineage)) {
    if (row.file !== trained) continue;
    const round = row.round ?? null;
    const key = `${row.origin} ${round}`;
    const count = counts.get(key) ?? { origin: row.origin, round, records: 0 };
    counts.set(key, count);
    count.records++;
  }
  return [...counts.values()];
}
