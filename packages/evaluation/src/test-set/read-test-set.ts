import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DataProblem,
  ImaginariumError,
  type SplitName,
  type TestItem,
  type TestTool,
} from '@imaginarium/contracts';
import { collectProblems } from './data-problems.ts';
import { hashTestSet } from './hash-test-set.ts';
import { readRowItems } from './read-row-items.ts';
import { readSteItems } from './read-ste-items.ts';
import { sniffDocument } from './sniff-document.ts';
import { isSteDocument } from './ste-document.ts';

export interface TestSet {
  /** What was read, as it was named. */
  readonly source: string;
  /** As `hashTestSet` makes it. */
  readonly hash: string;
  readonly items: TestItem[];
  readonly tools: TestTool[];
  /** What could not be used as it stood. */
  readonly problems: DataProblem[];
}

export interface ReadTestSetOptions {
  /** Of a run's examples. @default 'test' */
  readonly split?: SplitName;
  /**
   * A file of tool definitions: JSONL with one a line, or JSON descriptions of STE or ToolBench. Definitions in the test file
   * itself come after them.
   * @default none; for examples the `tools.jsonl` beside them
   */
  readonly tools?: string;
}

/**
 * Reads a test set: a run folder, its `examples.jsonl`, or a JSONL of test items, of tools (`{"tool": {…}}`, before the items
 * that call them or after) and of chat records in OpenAI's fine-tuning format; or the paper's `tool_test.json`. What it is
 * given is seen from its content. Golds for tools that are described nowhere are left out and named.
 * @throws ImaginariumError `input/not-found`, `input/test-set` when nothing in it can be used, `input/toolbench`, `disk/…`
 */
export async function readTestSet(location: string, options: ReadTestSetOptions = {}): Promise<TestSet> {
  const problems = collectProblems();
  const path = await fileOf(location);
  const document = await sniffDocument(path);
  const { items, tools } = isSteDocument(document)
    ? await readSteItems(document, problems, options)
    : await readRowItems(path, problems, options);
  if (items.length === 0) throw nothingUsable(location, problems.list(), options);
  return { source: location, hash: hashTestSet(items, tools), items, tools, problems: problems.list() };
}

async function fileOf(location: string): Promise<string> {
  const isFolder = await stat(location).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(location, 'examples.jsonl') : location;
}

function nothingUsable(location: string, problems: readonly DataProblem[], { split = 'test' }: ReadTestSetOptions) {
  const [first] = problems;
  const why = first === undefined ? `it has no items of the split ${split}` : `${first.names[0]}: ${first.message}`;
  return new ImaginariumError({
    code: 'input/test-set',
    message: `${location} holds no test item that can be used (${why}).`,
    hint:
      first?.kind === 'unknown-tool'
        ? 'Name a file of tool definitions, such as the tools.jsonl of the run.'
        : 'Give a run folder, its examples.jsonl or records/openai/test.jsonl, a JSONL of test items, or tool_test.json of STE.',
  });
}
