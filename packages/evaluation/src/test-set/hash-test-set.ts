import { createHash } from 'node:crypto';
import { canonicalJson, type TestItem, type TestTool } from '@imaginarium/contracts';

/**
 * SHA-256 (64 hexadecimal digits) over the items, gold included, in order of id, and the tools in order of name, each as a
 * line of canonical JSON. Neither the order in a file nor its name counts.
 */
export function hashTestSet(items: readonly TestItem[], tools: readonly TestTool[]): string {
  const hash = createHash('sha256');
  const inOrder = <Row>(rows: readonly Row[], keyOf: (row: Row) => string) =>
    rows.map((row) => [keyOf(row), row] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [, item] of inOrder(items, ({ id }) => id)) hash.update(`${canonicalJson(item)}\n`);
  hash.update('\n');
  for (const [, tool] of inOrder(tools, ({ name }) => name)) hash.update(`${canonicalJson(tool)}\n`);
  return hash.digest('hex');
}
