import { z } from 'zod';

export const observationOriginSchema = z.enum(['live', 'recorded', 'simulated', 'dry-run']);
export type ObservationOrigin = z.infer<typeof observationOriginSchema>;

/** What came back to the model after a call: the tool's words, or why it was not called. */
export const observationSchema = z.object({
  status: z.enum(['ok', 'error']),
  /** Why it failed; absent when it did not. */
  failure: z
    .enum([
      'unparsable-call',
      'unknown-tool',
      'effect-denied',
      'invalid-arguments',
      'tool-error',
      'timeout',
      'rate-limited',
      'address-denied',
      'unreachable',
      'not-executable',
      'not-recorded',
    ])
    .optional(),
  /** `recorded` is a replay of what was once live. A `dry-run` was never executed and is never trained as real. */
  origin: observationOriginSchema,
  /** Text shown to the model: redacted, and shortened to the bound. */
  content: z.string(),
  /** Characters before shortening; absent when nothing was left out. */
  fullLength: z.number().int().optional(),
});
export type Observation = z.infer<typeof observationSchema>;
