import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { mathsIsolate } from './maths.ts';

export const evaluateMath = defineTool({
  name: 'evaluate_math',
  description: 'Value of a mathematical expression.',
  group: 'maths',
  effect: 'read',
  parameters: z.object({
    expression: z.string().max(500),
    digits: z.int().min(1).max(15).default(10).describe('Significant digits'),
  }),
  run: async ({ expression, digits }, { signal }) => ({
    result: await mathsIsolate.run('evaluate', [expression, digits], { signal }),
  }),
});
