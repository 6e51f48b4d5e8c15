import type { JsonValue, ToolCallContext, ToolEffect } from '@imaginarium/contracts';
import type { z } from 'zod';

/** A TypeScript function offered as a tool: its zod schema becomes the JSON Schema that models see. */
export interface FunctionTool<Parameters extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly parameters: Parameters;
  /** @default 'write': a function that does not say that it only reads is taken to change something */
  readonly effect?: ToolEffect;
  /** Family that the tool belongs to. */
  readonly group?: string;
  /** Returns what the model reads. Throw an Error to answer with an error in the tool's own words. A method, so that tools of any parameters fit in one list. */
  run(args: z.output<Parameters>, context: ToolCallContext): JsonValue | Promise<JsonValue>;
}

/** Gives `run` its argument types from the schema; changes nothing. */
export function defineTool<Parameters extends z.ZodObject>(tool: FunctionTool<Parameters>): FunctionTool<Parameters> {
  return tool;
}
