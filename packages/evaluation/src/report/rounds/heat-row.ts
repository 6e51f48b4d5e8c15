import type { Change, MatrixRow, Metric, RoundMatrix } from '@imaginarium/contracts';
import { count, percent } from '../write-figures.ts';
import { rankRows } from './rank-rows.ts';

/** One line of a heat map. Without cells it heads those below it. */
export interface HeatRow {
  label: string;
  /** Cells before this round are of a time when nothing was learned yet. */
  learnedIn: number;
  cells: readonly (Metric | null)[] | null;
  forgetting: Change | null;
  backwardTransfer: Change | null;
}

/** Batches, and all tools so far as the last line. */
export function batchRows(matrix: RoundMatrix): HeatRow[] {
  const { batches, average, forgetting, backwardTransfer, rounds } = matrix;
  return [
    ...batches.map((row) => ({ ...row, label: batchLabel(row) })),
    { label: 'All tools so far', learnedIn: rounds[0] ?? 1, cells: average, forgetting, backwardTransfer },
  ];
}

/** The tools that went worst, at most `most`, each batch beneath its heading. */
export function toolRows(matrix: RoundMatrix, most: number): HeatRow[] {
  const groups = rankRows(matrix, most);
  return groups.flatMap(({ batch, rows }) => [
    ...(matrix.batches.length > 1
      ? [{ label: groupWords(batch), learnedIn: 0, cells: null, forgetting: null, backwardTransfer: null }]
      : []),
    ...rows.map((row) => ({ ...row, label: row.name })),
  ]);
}

/** Tools of a batch by the round that they came with. */
export function groupWords(batch: string): string {
  return batch === '' ? 'Other tools' : `Learned in round ${batch}`;
}

/** A batch in a few words: `Round 1 (12 tools)`. */
function batchLabel({ name, tools }: MatrixRow): string {
  return `Round ${name} (${tools.length === 1 ? '1 tool' : `${count(tools.length)} tools`})`;
}

/** What a cell says when it is pointed at. */
export function cellTitle(label: string, round: number, metric: Metric): string {
  return `${label}, after round ${round}: ${percent(metric.value)}, ${count(metric.count)} of ${count(metric.of)}`;
}
