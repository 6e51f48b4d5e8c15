import type { z } from 'zod';
import { openJsonlAppender } from './append-jsonl.ts';
import { readJsonl } from './read-jsonl.ts';

/** An append-only file of rows with a key, all of them in memory. The last row of a key counts. */
export interface KeyedLog<T extends { readonly key: string }> {
  get(key: string): T | undefined;
  /** Resolves when no death of the process can lose the row; from then on `get` gives it. */
  append(row: T): Promise<void>;
  /** Resolves when all rows so far are on disk. */
  sync(): Promise<void>;
  entries(): Iterable<T>;
  close(): Promise<void>;
}

/**
 * Opens such a file, made when missing, with its rows. A torn last line is dropped: no append has acknowledged it.
 * @throws ImaginariumError `input/malformed` naming the first other line that cannot be used; `disk/…`
 */
export async function openKeyedLog<T extends { readonly key: string }>(
  path: string,
  schema: z.ZodType<T>,
): Promise<KeyedLog<T>> {
  // Opened first: this cuts a torn line away.
  const appender = await openJsonlAppender(path);
  const byKey = new Map<string, T>();
  try {
    for await (const row of readJsonl(path, { schema })) byKey.set(row.key, row);
  } catch (thrown) {
    await appender.close();
    throw thrown;
  }
  return {
    get: (key) => byKey.get(key),
    append: async (row) => {
      appender.append(row);
      byKey.set(row.key, row);
    },
    entries: () => byKey.values(),
    sync: () => appender.sync(),
    close: () => appender.close(),
  };
}
