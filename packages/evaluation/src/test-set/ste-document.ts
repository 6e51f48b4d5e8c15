import { isJsonObject, type JsonObject, type JsonValue, type TestItem, type TestTool } from '@imaginarium/contracts';
import { jsonObjectOf } from '../json-object-text.ts';
import { STE_JUDGED_TOOLS } from './judged-tools.ts';

/** The paper's files: a list of rows under the original name of each tool. Rows are checked as they are read. */
export type SteDocument = { readonly [tool: string]: readonly JsonValue[] };

/** Whether a JSON value is one of the paper's files: `tool_test.json`, or saved results. */
export function isSteDocument(value: unknown): value is SteDocument {
  if (!isJsonObject(value)) return false;
  const lists = Object.values(value);
  const rows = lists.flatMap((list) => (Array.isArray(list) ? list.slice(0, 1) : []));
  return (
    lists.every((list) => Array.isArray(list)) && rows.some((row) => isJsonObject(row) && typeof row.query === 'string')
  );
}

/** What a tool's rows say of it: the text after `API_name: … Description: `, from the first row that has one. */
export function describedIn(tool: string, rows: readonly JsonValue[]): string {
  for (const row of rows) {
    if (!isJsonObject(row) || typeof row.api_descriptions !== 'string') continue;
    const prefix = `API_name: ${tool}\nDescription: `;
    return row.api_descriptions.startsWith(prefix) ? row.api_descriptions.slice(prefix.length) : row.api_descriptions;
  }
  return '';
}

/** The test item of a row with its gold; without a gold that can be read, why. `ordinal` counts the tool's rows from 0. */
export function readSteItem(
  row: JsonObject & { readonly query: string },
  tool: TestTool,
  ordinal: number,
): TestItem | { readonly reason: string } {
  if (row.action !== tool.originalName)
    return { reason: 'The action of the row is not the tool under which it stands.' };
  const args = typeof row.action_input === 'string' ? jsonObjectOf(row.action_input) : undefined;
  if (args === undefined) return { reason: 'The action input of the row is not the JSON text of an object.' };
  return {
    id: `${tool.name}/${ordinal}`,
    query: row.query,
    calls: [{ tool: tool.name, arguments: args }],
    tool: tool.name,
    ...(STE_JUDGED_TOOLS.has(tool.originalName) ? { isJudged: true } : {}),
  };
}

/** Whether a row has the query without which it is no row. */
export function hasQuery(row: JsonValue): row is JsonObject & { query: string } {
  return isJsonObject(row) && typeof row.query === 'string';
}
