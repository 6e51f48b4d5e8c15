import { basename } from 'node:path';
import type { CachedVerdict, JsonObject, Prediction, PredictionHeader, TestItem } from '@imaginarium/contracts';
import { collectProblems, type DataProblems } from '../test-set/data-problems.ts';
import { hashTestSet } from '../test-set/hash-test-set.ts';
import { readSteItems } from '../test-set/read-ste-items.ts';
import type { TestSet } from '../test-set/read-test-set.ts';
import { hasQuery, readSteItem, type SteDocument } from '../test-set/ste-document.ts';

/**
 * The header of saved results of the paper, as far as they say: text protocol, original names, the tools from the keys in the
 * order of the file (names are grounded over them), the data hash over its own golds.
 */
export async function readSteHeader(document: SteDocument, path: string): Promise<PredictionHeader> {
  const { items, tools } = await readSteItems(document, collectProblems(), {});
  return {
    kind: 'predictions',
    format: 1,
    name: basename(path, '.json'),
    model: null,
    protocol: 'text',
    toolNames: 'original',
    prompt: null,
    parser: 'ste',
    sampling: null,
    toolSet: null,
    demonstrations: null,
    repetitions: 1,
    data: { source: path, hash: hashTestSet(items, tools), items: items.length },
    tools,
    createdAt: 0,
  };
}

/**
 * The predictions of saved results, each with the file's own verdicts. With a test set their golds come from it, found by tool
 * and query; without, from the rows. What cannot be used is named and left out.
 */
export function* readSteRows(
  document: SteDocument,
  { tools }: PredictionHeader,
  problems: DataProblems,
  testSet: TestSet | undefined,
): Generator<Prediction> {
  const golds = testSet && new Map(testSet.items.map((item) => [`${item.tool}\n${item.query}`, item]));
  const legalNames = testSet && new Map(testSet.tools.map(({ originalName, name }) => [originalName, name]));
  for (const tool of tools) {
    for (const [ordinal, row] of (document[tool.originalName] ?? []).entries()) {
      const name = `${tool.name}/${ordinal}`;
      if (!hasQuery(row)) {
        problems.add('broken-line', name, 'The row is not an object with a query.');
        continue;
      }
      const item = golds?.get(`${legalNames?.get(tool.originalName)}\n${row.query}`) ?? readSteItem(row, tool, ordinal);
      if ('reason' in item) problems.add('missing-gold', name, item.reason);
      else if (typeof row.model_output === 'string') yield toPrediction(row, item, row.model_output);
      else problems.add('missing-prediction', name, 'The row has no model output.');
    }
  }
}

function toPrediction(row: JsonObject, item: TestItem, content: string): Prediction {
  const cached = cachedVerdict(row);
  return {
    item,
    repetition: 0,
    message: { role: 'assistant', content },
    finishReason: null,
    usage: null,
    took: null,
    cost: null,
    ...(cached === undefined ? {} : { cached }),
  };
}

/** The file writes verdicts as 0 and 1; a row that was an error has no match. */
function cachedVerdict({ no_call, err, api_match, args_correct }: JsonObject): CachedVerdict | undefined {
  if (no_call === undefined || err === undefined) return undefined;
  return {
    noCall: isTrue(no_call),
    error: isTrue(err),
    toolMatch: isTrue(api_match),
    ...(args_correct === undefined ? {} : { argumentsCorrect: isTrue(args_correct) }),
  };
}

function isTrue(value: unknown): boolean {
  return value === 1 || value === true;
}
