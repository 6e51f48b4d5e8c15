import type { JsonObject, ToolDefinition } from '@imaginarium/contracts';
import type { EncodedQuery } from './encode-query.ts';

/** One decision that a record teaches: for this query and these tools, this call, or none and this answer. */
export interface Lesson {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly query: EncodedQuery;
  /** Null where the record offers no tools. */
  readonly offered: readonly ToolDefinition[] | null;
  /** Null where no call is right. */
  readonly call: { readonly tool: string; readonly arguments: JsonObject } | null;
  /** What the tool returned, where the record has it. */
  readonly observation: string | null;
  /** The text that ends it: after the observation, or instead of a call. Null where the record has none. */
  readonly answer: string | null;
}
