import { join } from 'node:path';

/** Where things lie in an evaluation's folder. */
export const EVALUATION_FILES = {
  /** What was asked, how it stands. */
  manifest: 'evaluation.json',
  journal: 'journal.jsonl',
  embeddings: 'embeddings.jsonl',
  predictions: 'predictions.jsonl',
  verdicts: 'verdicts.jsonl',
  disputes: 'disputes.yaml',
  report: 'report.json',
  page: 'report.html',
} as const;

export function evaluationPath(folder: string, name: keyof typeof EVALUATION_FILES): string {
  return join(folder, EVALUATION_FILES[name]);
}
