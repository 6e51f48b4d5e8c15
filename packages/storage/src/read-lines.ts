import { isUtf8 } from 'node:buffer';
import { readChunks } from './read-chunks.ts';

const NEWLINE = 0x0a;

export interface LineBatch {
  /** The lines without their newline; a carriage return before it stays. */
  readonly lines: readonly string[];
  /** Number of the first of them, counted from 1. */
  readonly first: number;
  /** False for the batch that is the end of a file without a last newline: it holds that one line. */
  readonly isTerminated: boolean;
  /** False when some line holds bytes that are not UTF-8; they read as U+FFFD. */
  readonly isUtf8: boolean;
}

/**
 * Reads a text file in batches of whole lines, in bounded memory (64 KB, or one line). Bytes added to the file
 * while it is read may or may not be seen. A byte order mark is left out.
 * @throws ImaginariumError `input/not-found`, `disk/…`
 */
export async function* readLines(path: string): AsyncGenerator<LineBatch> {
  /** The start of a line whose newline has not come yet. */
  let held: Buffer[] = [];
  let first = 1;
  for await (const chunk of readChunks(path)) {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      held.push(Buffer.from(chunk));
      continue;
    }
    const batch = toBatch([...held, chunk.subarray(0, last)], first, true);
    held = last + 1 < chunk.length ? [Buffer.from(chunk.subarray(last + 1))] : [];
    yield batch;
    first += batch.lines.length;
  }
  if (held.length > 0) yield toBatch(held, first, false);
}

function toBatch(parts: readonly Buffer[], first: number, isTerminated: boolean): LineBatch {
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  const text = bytes.toString('utf8', first === 1 && bytes.indexOf('\uFEFF') === 0 ? 3 : 0);
  return { lines: text.split('\n'), first, isTerminated, isUtf8: isUtf8(bytes) };
}
