import { ImaginariumError, isTooDeep, type JsonValue, MOST_LEVELS, messageOf } from '@imaginarium/contracts';
import type { z } from 'zod';
import { firstIssue } from './first-issue.ts';
import { readLines } from './read-lines.ts';

export interface BrokenLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
  /** True for an unparsable last line without newline: an append that was cut off. @default false */
  readonly torn?: boolean;
}

export interface ReadJsonlOptions<T> {
  /** Checks each row; what it returns is the row. @default none: the row is what JSON says */
  readonly schema?: z.ZodType<T>;
  /** Takes the lines that cannot be used, and reading goes on. @default the first one is thrown */
  readonly onBroken?: (broken: BrokenLine) => void;
}

type Reading<T> = { readonly row: T } | { readonly reason: string; readonly isParsed: boolean };

/**
 * Reads a JSONL file row by row, in bounded memory, also while it grows. CRLF, a byte order mark, blank lines and a missing last
 * newline are tolerated.
 * @throws ImaginariumError `input/not-found`; `input/malformed` naming file and line, unless `onBroken` is given; `disk/…`
 */
export async function* readJsonl<T = unknown>(path: string, options: ReadJsonlOptions<T> = {}): AsyncGenerator<T> {
  for await (const { lines, first, isTerminated, isUtf8 } of readLines(path)) {
    for (const [at, text] of lines.entries()) {
      if (isBlank(text)) continue;
      const reading = !isUtf8 && text.includes('\uFFFD') ? notUtf8 : readRow(text, options.schema);
      if ('row' in reading) {
        yield reading.row;
        continue;
      }
      const torn = !isTerminated && !reading.isParsed;
      const broken = { line: first + at, reason: reading.reason, ...(torn ? { torn } : {}) };
      if (options.onBroken === undefined) throw brokenLineError(path, broken);
      options.onBroken(broken);
    }
  }
}

/** Rows of a JSONL file: its lines that are not blank. @throws ImaginariumError `input/not-found`, `disk/…` */
export async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const { lines } of readLines(path)) {
    for (const text of lines) if (!isBlank(text)) count++;
  }
  return count;
}

/** What a line that cannot be used is thrown as. */
export function brokenLineError(path: string, { line, reason, torn }: BrokenLine): ImaginariumError {
  return new ImaginariumError({
    code: 'input/malformed',
    message: `${path}:${line} cannot be used: ${reason}.`,
    hint: torn === true ? 'The last line was cut off while it was written; remove it.' : 'Correct or remove the line.',
  });
}

const notUtf8 = { reason: 'it holds bytes that are not UTF-8', isParsed: false } as const;

function isBlank(text: string): boolean {
  return text === '' || text === '\r' || (text.charCodeAt(0) <= 0x20 && text.trim() === '');
}

/** Levels that a row wraps around what is nested as deep as is read anywhere. */
const WRAPPING = 50;

/** What calls itself for each level, such as a schema, has a call stack to fill. Few rows have brackets enough to be looked at. */
function isRowTooDeep(text: string, row: unknown): boolean {
  const most = MOST_LEVELS + WRAPPING;
  if (text.length <= 2 * most) return false;
  let left = most;
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at >= 0 && left >= 0; at = text.indexOf(bracket, at + 1)) left--;
  return left < 0 && isTooDeep(row as JsonValue, most);
}

function readRow<T>(text: string, schema: z.ZodType<T> | undefined): Reading<T> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    return { reason: `it is not JSON: ${messageOf(thrown)}`, isParsed: false };
  }
  if (isRowTooDeep(text, parsed))
    return { reason: `it is nested more than ${MOST_LEVELS + WRAPPING} levels deep`, isParsed: true };
  if (schema === undefined) return { row: parsed as T };
  const checked = schema.safeParse(parsed);
  return checked.success ? { row: checked.data } : { reason: firstIssue(checked.error), isParsed: true };
}
