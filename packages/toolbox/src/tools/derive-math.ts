import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';
import { mathsIsolate } from './maths.ts';

export const deriveMath = defineTool({
  name: 'derive_math',
  description: 'Derivative of a mathematical expression.',
  group: 'maths',
  effect: 'read',
  parameters: z.object({
    expression: z.string().max(500),
    variable: z.string().regex(/^[a-z]$/),
  }),
  run: async ({ expression, variable }, { signal }) => {
    if (expression.includes('=')) throw new Error('expression: the right-hand side alone, without "="');
    return { derivative: await mathsIsolate.run('derive', [expression, variable], { signal }) };
  },
});
