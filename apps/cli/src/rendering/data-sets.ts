import type { DataSet } from '@imaginarium/pipeline';
import { formatBytes, formatCount, renderTable } from './format.ts';

/** One line a target: records by split, tokens, sizes; columns that hold nothing are left out. */
export function renderDataSets(dataSets: readonly DataSet[]): string {
  const columns: [head: string, cell: (set: DataSet) => string][] = [
    ['  target', ({ target }) => `  ${target}`],
    ['train', ({ train }) => formatCount(train)],
    ['validation', ({ validation }) => formatCount(validation)],
    ['test', ({ test }) => formatCount(test)],
    ['preference', ({ preference }) => countOrBlank(preference)],
    ['refused', ({ refused }) => countOrBlank(refused)],
    ['problems', ({ problems }) => countOrBlank(problems)],
    ['train tokens', ({ tokens }) => countOrBlank(tokens)],
    ['trained on', ({ trainedTokens }) => countOrBlank(trainedTokens)],
    ['JSONL', ({ jsonlBytes }) => formatBytes(jsonlBytes)],
    ['Parquet', ({ parquetBytes }) => (parquetBytes > 0 ? formatBytes(parquetBytes) : '')],
  ];
  const shown = columns.filter(([, cell]) => dataSets.some((set) => cell(set) !== ''));
  const rows = [shown.map(([head]) => head), ...dataSets.map((set) => shown.map(([, cell]) => cell(set)))];
  return renderTable(rows, shown.map((_, at) => at).slice(1));
}

function countOrBlank(count: number | null): string {
  return count === null || count === 0 ? '' : formatCount(count);
}
