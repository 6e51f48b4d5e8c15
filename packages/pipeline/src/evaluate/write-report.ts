import { existsSync } from 'node:fs';
import type { EvaluationReport } from '@imaginarium/contracts';
import { type DisputableMiss, disputeTemplate, renderHtmlReport } from '@imaginarium/evaluation';
import { writeFileAtomic, writeJsonFile } from '@imaginarium/storage';
import { evaluationPath } from './evaluation-paths.ts';

export interface WrittenReportFile {
  /** Absolute. */
  readonly path: string;
  readonly holds: string;
}

/** Writes the report for machines and for people, and entries to dispute golds with; disputes that a person may have written stay. */
export async function writeReport(
  folder: string,
  report: EvaluationReport,
  misses: readonly DisputableMiss[],
): Promise<WrittenReportFile[]> {
  const [page, json, disputes] = (['page', 'report', 'disputes'] as const).map((name) =>
    evaluationPath(folder, name),
  ) as [string, string, string];
  await writeJsonFile(json, report);
  await writeFileAtomic(page, await renderHtmlReport(report));
  const files = [
    { path: page, holds: 'the report, for a browser' },
    { path: json, holds: 'the report, for programs' },
  ];
  const [first] = report.evaluations;
  if (report.evaluations.length !== 1 || first === undefined || misses.length === 0) return files;
  if (!existsSync(disputes)) await writeFileAtomic(disputes, disputeTemplate(misses, first.header.data.hash));
  return [...files, { path: disputes, holds: 'its misses: mark a gold wrong or accept a value, then --disputes' }];
}
