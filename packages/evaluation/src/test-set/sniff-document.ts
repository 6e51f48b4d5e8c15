import type { JsonValue } from '@imaginarium/contracts';
import { readJsonFile, readJsonl } from '@imaginarium/storage';
import { z } from 'zod';

/**
 * The first JSON value of a file, which tells what kind of file it is: its first row, or all of a file that is one JSON value
 * spread over lines; undefined when it is empty or neither. Reads no more than it must.
 * @throws ImaginariumError `input/not-found`, `disk/…`
 */
export async function sniffDocument(path: string): Promise<JsonValue | undefined> {
  let isBroken = false;
  const rows = readJsonl<JsonValue>(path, {
    onBroken: ({ line }) => {
      isBroken ||= line === 1;
    },
  });
  for await (const row of rows) {
    if (!isBroken) return row;
    break;
  }
  if (!isBroken) return undefined;
  return readJsonFile(path, z.unknown()).then(
    (value) => value as JsonValue,
    () => undefined,
  );
}
