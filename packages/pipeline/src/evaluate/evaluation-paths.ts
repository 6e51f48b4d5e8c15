import { join } from 'node:path';

/** Where things lie in an evaluation's folder. */
export const EVALUATION_FILES = {
  /** What was asked, how it stands. */
  manifest: 'evaluation.json',
  journal: 'journal.jsonl',
  recordings: 'recordings.jsonl',
  observations: 'observations.jsonl',
  embeddings: 'embeddings.jsonl',
  /** Predictions as they come, while the model is asked. */
  predictionsSoFar: 'predictions.partial.jsonl',
  predictions: 'predictions.jsonl',
  verdicts: 'verdicts.jsonl',
  disputes: 'disputes.yaml',
  report: 'report.json',
  page: 'report.html',
} as const;

export function evaluationPath(folder: string, name: keyof typeof EVALUATION_FILES): string {
  return join(folder, EVALUATION_FILES[name]);
}
