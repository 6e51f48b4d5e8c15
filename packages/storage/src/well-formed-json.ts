import { ImaginariumError } from '@imaginarium/contracts';

/** `JSON.stringify` writes a lone surrogate, and nothing else, as `\ud8xx` to `\udfxx`; the backslash is not itself escaped. */
const LONE_SURROGATE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON text of a value, each lone surrogate replaced by U+FFFD as `String.prototype.toWellFormed` does: no Parquet reader
 * or tokenizer takes them, and one aborts a whole DuckDB COPY.
 * @throws ImaginariumError `internal/not-json` for what JSON has no text for
 */
export function wellFormedJson(value: unknown, indent?: number): string {
  const text: string | undefined = JSON.stringify(value, undefined, indent);
  if (text === undefined) {
    throw new ImaginariumError({
      code: 'internal/not-json',
      message: `A row is ${typeof value}, which JSON cannot express.`,
    });
  }
  return text.includes('\\ud') ? text.replace(LONE_SURROGATE, '$1\uFFFD') : text;
}
