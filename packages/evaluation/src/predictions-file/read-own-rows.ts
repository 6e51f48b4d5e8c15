import { type Prediction, predictionSchema } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { z } from 'zod';
import type { DataProblems } from '../test-set/data-problems.ts';

const lineSchema = z.union([z.object({ kind: z.literal('predictions') }), predictionSchema]);

/** The predictions of a file of ours, without its header; lines that cannot be used are named and left out. */
export async function* readOwnRows(path: string, problems: DataProblems): AsyncGenerator<Prediction> {
  let headers = 0;
  const lines = readJsonl(path, {
    schema: lineSchema,
    onBroken: ({ line, torn }) =>
      problems.add(
        'broken-line',
        `line ${line}`,
        torn === true ? 'The last line was cut off while it was written.' : 'The line is no prediction.',
      ),
  });
  for await (const line of lines) {
    if ('item' in line) yield line;
    else if (++headers > 1)
      problems.add(
        'broken-line',
        `header ${headers}`,
        'A further header stands among the predictions: the first holds.',
      );
  }
}
