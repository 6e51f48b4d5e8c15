import { isJsonObject, type Prediction, predictionSchema } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { z } from 'zod';
import type { DataProblems } from '../test-set/data-problems.ts';

/** A prediction, or null for a header. */
const lineSchema = z.unknown().transform((row, context): Prediction | null => {
  if (isJsonObject(row) && row.kind === 'predictions') return null;
  const checked = predictionSchema.safeParse(row);
  if (checked.success) return checked.data;
  for (const { path, message } of checked.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** The predictions of a file of ours, without its header; lines that cannot be used are named and left out. */
export async function* readOwnRows(path: string, problems: DataProblems): AsyncGenerator<Prediction> {
  let headers = 0;
  const lines = readJsonl(path, {
    schema: lineSchema,
    onBroken: ({ line, torn, reason }) =>
      problems.add(
        'broken-line',
        torn === true ? `line ${line}` : `line ${line}: ${reason}`,
        torn === true ? 'The last line was cut off while it was written.' : 'The line is no prediction.',
      ),
  });
  for await (const line of lines) {
    if (line !== null) yield line;
    else if (++headers > 1)
      problems.add(
        'broken-line',
        `header ${headers}`,
        'A further header stands among the predictions: the first holds.',
      );
  }
}
