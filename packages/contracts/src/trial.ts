import { z } from 'zod';
import { messageSchema, toolCallSchema } from './message.ts';
import { observationSchema } from './observation.ts';

/** One execution inside a trial: a call and what came back. */
export const attemptSchema = z.object({ call: toolCallSchema, observation: observationSchema });
export type Attempt = z.infer<typeof attemptSchema>;

export const reflectionSchema = z.object({ solved: z.boolean(), reason: z.string() });
export type Reflection = z.infer<typeof reflectionSchema>;

/** What a trial of targeted exploration is for: names of tools and arguments alone, no words of the test that they come from. */
export const focusSchema = z.object({
  /** `tool`: one more query of the tool, of whatever kind. */
  kind: z.enum(['confused-pair', 'argument', 'tool']),
  /** The tool that this one was taken for, or the other way round. */
  other: z.string().optional(),
  /** JSON pointer into the arguments, `*` for the items of an array. */
  argument: z.string().optional(),
});
export type Focus = z.infer<typeof focusSchema>;

/** One imagined query and the attempt to answer it with real calls (method §1). */
export const trialSchema = z.object({
  /** `tool/episode/trial`, both counted from 0. */
  id: z.string(),
  tool: z.string(),
  toolVersion: z.string(),
  episode: z.number().int().nonnegative(),
  trial: z.number().int().nonnegative(),
  /** Absent where exploration is not targeted. */
  focus: focusSchema.optional(),
  /** Null when no valid query was imagined. */
  query: z.string().nullable(),
  /** Imagined queries that were refused and asked again, with the reason. */
  rejectedQueries: z.array(z.object({ query: z.string(), reason: z.string() })),
  /** From the user's query to the final answer, without the episode's earlier trials. */
  messages: z.array(messageSchema),
  attempts: z.array(attemptSchema),
  answer: z.string().nullable(),
  /** `finished`: a final answer was given. `exhausted`: turns ran out. `no-query`: imagination failed. `failed`: the model could not be used. */
  outcome: z.enum(['finished', 'exhausted', 'no-query', 'failed']),
  /** Null when reflection is switched off or its reply could not be read: there is no default success. */
  reflection: reflectionSchema.nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Trial = z.infer<typeof trialSchema>;
