import type { OutputFile } from '@imaginarium/contracts';
import { formatBytes, formatCount, renderTable } from './format.ts';

export function renderFiles(files: readonly OutputFile[]): string {
  return renderTable(
    files.map(({ path, rows, bytes }) => [
      `  ${path}`,
      rows === null ? '' : `${formatCount(rows)} rows`,
      formatBytes(bytes),
    ]),
    [1, 2],
  );
}
