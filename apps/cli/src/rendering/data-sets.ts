import type { DataSet } from '@imaginarium/pipeline';
import { formatBytes, formatCount, renderTable } from './format.ts';

/** One line a target: records by split, tokens, sizes. */
export function renderDataSets(dataSets: readonly DataSet[]): string {
  const rows = dataSets.map((set) => [
    `  ${set.target}`,
    formatCount(set.train),
    formatCount(set.validation),
    formatCount(set.test),
    set.preference > 0 ? formatCount(set.preference) : '',
    set.refused > 0 ? formatCount(set.refused) : '',
    set.tokens === null ? '' : formatCount(set.tokens),
    set.trainedTokens === null ? '' : formatCount(set.trainedTokens),
    formatBytes(set.jsonlBytes),
    set.parquetBytes > 0 ? formatBytes(set.parquetBytes) : '',
  ]);
  const head = [
    '  target',
    'train',
    'validation',
    'test',
    'preference',
    'refused',
    'train tokens',
    'trained on',
    'JSONL',
    'Parquet',
  ];
  return renderTable([head, ...rows], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
}
