import { z } from 'zod';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';
import { messageSchema } from './message.ts';
import { observationSchema } from './observation.ts';
import { toolDefinitionSchema } from './tool.ts';

/** A call that is right for a query. */
export const goldCallSchema = z.object({
  /** The tool's legal name. */
  tool: z.string(),
  arguments: jsonObjectSchema,
  /** Further values that are as right, by JSON pointer into the arguments. */
  accepted: z.record(z.string(), z.array(jsonValueSchema)).optional(),
  /** What the tool returned to this call, where that is known. */
  observation: observationSchema.optional(),
});
export type GoldCall = z.infer<typeof goldCallSchema>;

/** One held-out query and what is right for it. */
export const testItemSchema = z.object({
  /** Unique in its test set. */
  id: z.string(),
  query: z.string(),
  /** Messages before the query; absent for a conversation that begins with it. */
  context: z.array(messageSchema).min(1).optional(),
  /** Empty: no call is right. More than one: all are wanted. */
  calls: z.array(goldCallSchema),
  /** Whether several calls must come in the order given. @default 'in-order' */
  order: z.enum(['in-order', 'any-order']).optional(),
  /** Where no call is right: legal names of the tools of which that was judged. Others may serve the query. @default all */
  offered: z.array(z.string()).optional(),
  /** The tool that the item tests, by which results are clustered (its legal name); null where no call is right. */
  tool: z.string().nullable(),
  /** The paper judges the arguments of this tool by a model, not by comparison (method §4). @default false */
  isJudged: z.boolean().optional(),
});
export type TestItem = z.infer<typeof testItemSchema>;

/** A tool of a test set: its definition under the legal name, and the name that its source and models trained on it use. */
export const testToolSchema = toolDefinitionSchema.extend({ originalName: z.string() });
export type TestTool = z.infer<typeof testToolSchema>;
