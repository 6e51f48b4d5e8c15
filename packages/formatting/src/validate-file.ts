import { isJsonObject } from '@imaginarium/contracts';
import { formattingConfigSchema } from './config.ts';
import { createLengthCheck } from './length-check.ts';
import type { TargetName } from './target.ts';
import { targets } from './targets.ts';

/** OpenAI refuses smaller training files. */
const FEWEST_OPENAI_EXAMPLES = 10;

export interface FileProblem {
  /** Counted from 1; 0 is the file as a whole. */
  readonly line: number;
  readonly problem: string;
}

/**
 * Checks the parsed lines of a data file as the target would, offline, before anything is uploaded. Ends without a
 * problem when the file would be accepted.
 */
export async function* validateFile(
  target: TargetName,
  lines: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<FileProblem> {
  const isTooLong = createLengthCheck(target, formattingConfigSchema.parse({}));
  const kinds = new Set<string>();
  let line = 0;
  for await (const row of lines) {
    line++;
    if (!isJsonObject(row)) {
      yield { line, problem: 'data_type: a line is one JSON object' };
      continue;
    }
    kinds.add('input' in row || 'chosen' in row ? 'preference' : 'sft');
    for (const problem of targets[target].validate(row)) yield { line, problem };
    const tooLong = target === 'openai' ? await isTooLong(row) : undefined;
    if (tooLong !== undefined) yield { line, problem: tooLong };
  }
  if (target === 'openai' && line < FEWEST_OPENAI_EXAMPLES)
    yield { line: 0, problem: `${line} example(s): at least ${FEWEST_OPENAI_EXAMPLES} are needed` };
  if (line === 0) yield { line: 0, problem: 'the file is empty' };
  if (kinds.size > 1) yield { line: 0, problem: 'supervised and preference lines in one file' };
}
