import type { TestItem, TestTool } from '@imaginarium/contracts';
import type { DataProblems } from './data-problems.ts';
import type { ReadTestSetOptions } from './read-test-set.ts';
import { hasQuery, readSteItem, type SteDocument } from './ste-document.ts';
import { readSteTools, readToolFile } from './ste-tools.ts';

/** The items and tools of the paper's test file, in its order; a row's id is its tool's legal name and its place among the tool's rows. */
export async function readSteItems(
  document: SteDocument,
  problems: DataProblems,
  options: Pick<ReadTestSetOptions, 'tools'>,
): Promise<{ items: TestItem[]; tools: TestTool[] }> {
  const described = await readSteTools(document);
  const better = options.tools === undefined ? [] : await readToolFile(options.tools);
  const tools = described.map((tool) => {
    const found = better.find(({ originalName }) => originalName === tool.originalName);
    return found === undefined ? tool : { ...found, name: tool.name };
  });
  const items: TestItem[] = [];
  for (const tool of tools) {
    for (const [ordinal, row] of (document[tool.originalName] ?? []).entries()) {
      const name = `${tool.name}/${ordinal}`;
      if (!hasQuery(row)) {
        problems.add('broken-line', name, 'The row is not an object with a query.');
        continue;
      }
      const item = readSteItem(row, tool, ordinal);
      if ('reason' in item) problems.add('missing-gold', name, item.reason);
      else items.push(item);
    }
  }
  return { items, tools };
}
