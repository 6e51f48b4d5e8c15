import { z } from 'zod';

export const observationOriginSchema = z.enum(['live', 'recorded', 'simulated', 'dry-run', 'none']);
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
  /**
   * `recorded` is a replay of what was once live. A `dry-run` was never executed and is never trained as real. `none`: no
   * call was made, it was refused before (unreadable, unknown tool, not allowed, arguments that do not fit).
   */
  origin: observationOriginSchema,
  /** Text shown to the model: redacted, and shortened to the bound. */
  content: z.string(),
  /** Characters before shortening; absent when nothing was left out. */
  fullLength: z.number().int().optional(),
});
export type Observation = z.infer<typeof observationSchema>;

const PASSING: ReadonlySet<Observation['failure']> = new Set(['timeout', 'rate-limited', 'unreachable']);

/** Whether a call was made and failed of what may be over the next time: nothing that should be remembered as the tool's answer. */
export function isPassingFailure({ origin, failure }: Observation): boolean {
  return origin !== 'none' && PASSING.has(failure);
}
