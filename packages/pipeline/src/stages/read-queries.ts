import { extname } from 'node:path';
import { ImaginariumError, isJsonObject, type JsonValue, jsonValueSchema } from '@imaginarium/contracts';
import { readJsonFile, readJsonl } from '@imaginarium/storage';

/**
 * The user queries of a test file: JSONL rows or a JSON tree (STE's `tool_test.json`) with `query`, or with `messages`
 * whose first user message counts.
 *
 * @throws ImaginariumError `input/no-queries` when the file holds none: a check against nothing would prove nothing
 */
export async function* readQueries(path: string): AsyncGenerator<string, void> {
  let found = 0;
  for await (const row of rowsOf(path))
    for (const query of queriesIn(row)) {
      found++;
      yield query;
    }
  if (found === 0)
    throw new ImaginariumError({
      code: 'input/no-queries',
      message: `${path} holds no queries.`,
      hint: 'Each row needs a "query", or "messages" with a user message.',
    });
}

async function* rowsOf(path: string): AsyncGenerator<JsonValue, void> {
  if (extname(path) === '.json') yield await readJsonFile(path, jsonValueSchema);
  else yield* readJsonl<JsonValue>(path);
}

function queriesIn(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(queriesIn);
  if (!isJsonObject(value)) return [];
  if (typeof value.query === 'string') return [value.query];
  if (Array.isArray(value.messages)) {
    const user = value.messages.find((message) => isJsonObject(message) && message.role === 'user');
    return isJsonObject(user) && typeof user.content === 'string' ? [user.content] : [];
  }
  return Object.values(value).flatMap(queriesIn);
}
