import { toolEffectSchema } from '@imaginarium/contracts';
import { z } from 'zod';

/** What calls may do. Holds no secret: it is written into the run's manifest. */
export const executionPolicySchema = z.strictObject({
  /** The person's word on what a tool does; stronger than any annotation. @default {} */
  effects: z.record(z.string(), toolEffectSchema).default({}),
  /** Tools that write and may be called for real. @default [] */
  allowWrites: z.array(z.string()).default([]),
  /** Writes are answered with a dry run instead of being called or refused. @default false */
  dryRun: z.boolean().default(false),
  /** Milliseconds that one call may take, without waiting for the rate limit. @default 15000 */
  timeoutMs: z.number().int().positive().max(3_600_000).default(15_000),
  /** Characters (UTF-16) of an observation that a model sees, at least 64. @default 2048 */
  observationLimit: z.number().int().min(64).default(2048),
  /** Calls a second that each tool may get. @default unlimited */
  callsPerSecond: z.number().positive().optional(),
  /** `host` or `host:port` that may be reached although it is private or loopback. @default [] */
  allowHosts: z.array(z.string().min(1)).default([]),
});
export type ExecutionPolicy = z.output<typeof executionPolicySchema>;
