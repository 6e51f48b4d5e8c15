import { open } from 'node:fs/promises';
import { ImaginariumError } from '@imaginarium/contracts';
import { readError } from './disk-error.ts';
import { readChunks } from './read-chunks.ts';

const NEWLINE = 0x0a;
/** Nothing is made of these chunks, so large ones cost no memory and half the processor time of small ones. */
const CHUNK_BYTES = 1 << 18;

export interface LineMark {
  /** Counted from 0. */
  readonly row: number;
  /** Where its line starts, in bytes. */
  readonly offset: number;
}

export interface LineScan {
  readonly rows: number;
  readonly bytes: number;
  /** Bytes of the longest line, its newline among them. */
  readonly longest: number;
  readonly marks: LineMark[];
}

/**
 * Where the rows begin that `isMarked` names, and the last one, in a canonical JSONL file (one row a line, no blank lines), in one scan.
 * @throws ImaginariumError `input/not-found`, `disk/…`
 */
export async function findLineMarks(path: string, isMarked: (row: number) => boolean): Promise<LineScan> {
  const marks: LineMark[] = [];
  let [rows, bytes, start, lastStart, longest] = [0, 0, 0, 0, 0];
  const endLine = (end: number): void => {
    if (isMarked(rows)) marks.push({ row: rows, offset: start });
    rows++;
    if (end - start > longest) longest = end - start;
    lastStart = start;
    start = end;
  };
  for await (const chunk of readChunks(path, CHUNK_BYTES)) {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) endLine(bytes + at + 1);
    bytes += chunk.length;
  }
  if (start < bytes) endLine(bytes);
  if (rows > 0 && marks.at(-1)?.row !== rows - 1) marks.push({ row: rows - 1, offset: lastStart });
  return { rows, bytes, longest, marks };
}

/** Reads the row that starts at a mark. @throws ImaginariumError `input/malformed`, `input/not-found`, `disk/…` */
export async function readMarkedRow(path: string, mark: LineMark): Promise<unknown> {
  const handle = await open(path).catch((thrown: unknown) => {
    throw readError(thrown, path);
  });
  try {
    const parts: Buffer[] = [];
    for await (const chunk of handle.createReadStream({
      start: mark.offset,
      autoClose: false,
    }) as AsyncIterable<Buffer>) {
      const end = chunk.indexOf(NEWLINE);
      parts.push(end < 0 ? chunk : chunk.subarray(0, end));
      if (end >= 0) break;
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (thrown) {
    throw new ImaginariumError({
      code: 'input/malformed',
      message: `${path}:${mark.row + 1} cannot be read as JSON.`,
      cause: thrown,
    });
  } finally {
    await handle.close();
  }
}
