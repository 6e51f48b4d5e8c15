import { z } from 'zod';
import { jsonValueSchema } from './json.ts';

/** JSON pointer into the arguments, `*` for the items of an array, empty for the arguments as a whole. */
const path = z.string();

/** One difference between two JSON Schemas of a tool's arguments. */
export const schemaChangeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('argument-added'), path, isRequired: z.boolean() }),
  z.object({ what: z.literal('argument-removed'), path }),
  /** Another name for an argument that is otherwise the same, the only such one of its object. */
  z.object({ what: z.literal('argument-renamed'), path, from: z.string() }),
  z.object({ what: z.literal('argument-retyped'), path, from: jsonValueSchema, to: jsonValueSchema }),
  z.object({ what: z.literal('enum'), path, added: z.array(jsonValueSchema), removed: z.array(jsonValueSchema) }),
  z.object({ what: z.literal('required'), path, isRequired: z.boolean() }),
  z.object({ what: z.literal('argument-description'), path }),
  /** Bounds, defaults, patterns and whatever else a schema may say. */
  z.object({ what: z.literal('constraint'), path, keywords: z.array(z.string()) }),
]);
export type SchemaChange = z.infer<typeof schemaChangeSchema>;

/** One difference between two versions of a tool, of what a model sees. */
export const toolDifferenceSchema = z.union([
  z.object({ what: z.enum(['name', 'description']), from: z.string(), to: z.string() }),
  schemaChangeSchema,
]);
export type ToolDifference = z.infer<typeof toolDifferenceSchema>;

/**
 * What a round does about a tool. `explore`: it is new, or changed so that old examples say nothing of it. `migrate`: its
 * examples are carried over to the new version mechanically. `keep`: nothing changed. `drop`: it is gone, its records leave.
 */
export const toolActionSchema = z.enum(['explore', 'migrate', 'keep', 'drop']);
export type ToolAction = z.infer<typeof toolActionSchema>;

/** A tool in the plan of a round. */
export const plannedToolSchema = z.object({
  /** Its legal name in this round; of one that is gone, the last it had. */
  tool: z.string(),
  /** Its legal name in the round before; null for a new one. */
  before: z.string().nullable(),
  /** The version that records of this round are made for; null for one that is gone. */
  version: z.string().nullable(),
  action: toolActionSchema,
  /** From the version of the last round to this one; empty for new, same and gone tools. */
  differences: z.array(toolDifferenceSchema),
  /** Why this and nothing else is done about it, for a person. */
  reason: z.string(),
});
export type PlannedTool = z.infer<typeof plannedToolSchema>;
