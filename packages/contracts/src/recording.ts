import { z } from 'zod';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';

/** What a tool once returned, kept for ever: a run can be repeated when the live tool is gone. */
export const recordingSchema = z.object({
  /** Hash of tool, schema version and arguments (all canonical). */
  key: z.string(),
  tool: z.string(),
  version: z.string(),
  arguments: jsonObjectSchema,
  output: z.object({
    content: jsonValueSchema,
    isError: z.boolean().optional(),
    isSimulated: z.boolean().optional(),
    status: z.number().optional(),
  }),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type Recording = z.infer<typeof recordingSchema>;

export interface RecordingStore {
  get(key: string): Recording | undefined;
  /** Resolves when no death of the process can lose the recording. */
  put(recording: Recording): Promise<void>;
}
