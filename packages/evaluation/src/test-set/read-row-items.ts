import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject, type JsonValue, type TestItem, type TestTool } from '@imaginarium/contracts';
import { type BrokenLine, readJsonl } from '@imaginarium/storage';
import { isChatRecord, readTool } from './chat-record.ts';
import type { DataProblems } from './data-problems.ts';
import { gatherItems } from './gather-items.ts';
import type { ReadTestSetOptions } from './read-test-set.ts';
import { readToolFile } from './ste-tools.ts';
import { collectTools, type ToolCollection } from './tool-collection.ts';

/** The items and tools of a JSONL file; what a row is, is told from its own keys. */
export async function readRowItems(
  path: string,
  problems: DataProblems,
  options: ReadTestSetOptions,
): Promise<{ items: TestItem[]; tools: TestTool[] }> {
  const tools = collectTools(problems);
  if (options.tools !== undefined) await addToolFile(options.tools, tools, problems);
  const items = gatherItems(tools, problems);
  let hasExamples = false;
  for await (const { row, name } of numberedRows(path, problems)) {
    if (isJsonObject(row.tool)) addTool(row.tool, name, tools, problems);
    else if (isChatRecord(row) && !('seedId' in row)) items.record(row, name);
    else if ('seedId' in row) {
      hasExamples = true;
      items.example(row, name, options.split ?? 'test');
    } else items.item(row, name);
  }
  const beside = join(dirname(path), 'tools.jsonl');
  if (hasExamples && options.tools === undefined && existsSync(beside)) await addToolFile(beside, tools, problems);
  return { items: items.finish(), tools: tools.list() };
}

async function addToolFile(path: string, tools: ToolCollection, problems: DataProblems): Promise<void> {
  if (!path.endsWith('.jsonl')) {
    for (const tool of await readToolFile(path)) tools.add(tool);
    return;
  }
  for await (const { row, name } of numberedRows(path, problems))
    addTool(isJsonObject(row.tool) ? row.tool : row, `${path}, ${name}`, tools, problems);
}

function addTool(row: JsonValue, name: string, tools: ToolCollection, problems: DataProblems): void {
  const tool = readTool(row);
  if (tool === undefined) problems.add('broken-line', name, 'The row is no tool definition.');
  else tools.add(tool);
}

/** The objects of a JSONL file, named by their number among the lines that are not blank; other lines are problems. */
async function* numberedRows(path: string, problems: DataProblems) {
  let number = 0;
  const onBroken = ({ torn }: BrokenLine) => {
    const why = torn === true ? 'The last line was cut off while it was written.' : 'The line is not JSON.';
    problems.add('broken-line', `line ${++number}`, why);
  };
  for await (const row of readJsonl<JsonValue>(path, { onBroken })) {
    const name = `line ${++number}`;
    if (isJsonObject(row)) yield { row, name };
    else problems.add('broken-line', name, 'The line is not a JSON object.');
  }
}
