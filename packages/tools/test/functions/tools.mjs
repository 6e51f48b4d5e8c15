import { z } from 'zod';

export const greet = {
  name: 'greet',
  description: 'Greets a person.',
  parameters: z.object({ name: z.string(), times: z.int().min(1).default(1) }),
  effect: 'read',
  run: ({ name, times }) => 'hello '.repeat(times) + name,
};
export const version = '1.0.0';
