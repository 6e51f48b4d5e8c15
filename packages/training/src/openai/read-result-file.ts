import type { TuningMetrics } from '@imaginarium/contracts';
import { readMetrics } from './read-job.ts';

/**
 * Metrics of a job's result file: CSV with a header line (`step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy`), plain or
 * base64-encoded (both have been seen). Columns that are not known are left alone, empty cells are not measured, lines without a step are skipped.
 */
export function readResultFile(content: string): readonly TuningMetrics[] {
  const [header = '', ...lines] = decoded(content).trim().split(/\r?\n/);
  const columns = header.split(',').map((name) => name.trim());
  return lines.flatMap((line) => {
    const cells = line.split(',');
    const row = Object.fromEntries(columns.map((name, at) => [name, numberOf(cells[at])]));
    return readMetrics(row) ?? [];
  });
}

function decoded(content: string): string {
  if (content.includes(',')) return content;
  return Buffer.from(content.trim(), 'base64').toString('utf8');
}

function numberOf(cell: string | undefined): number | null {
  const value = cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}
