import { z } from 'zod';
import type { Clock } from './clock.ts';
import { type JsonObject, type JsonValue, jsonObjectSchema } from './json.ts';
import type { Random } from './random.ts';

/** Legal as a function name at every endpoint (OpenAI, Mistral, Hugging Face). */
export const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** What a model sees of a tool. `parameters` is a JSON Schema (2020-12) of type object. */
export const toolDefinitionSchema = z.object({
  name: z.string().regex(TOOL_NAME),
  description: z.string(),
  parameters: jsonObjectSchema,
});
export type ToolDefinition = z.infer<typeof toolDefinitionSchema>;

export const toolEffectSchema = z.enum(['read', 'write']);
export type ToolEffect = z.infer<typeof toolEffectSchema>;

/** Where a credential goes in a request. Only the secret's name is stored, never its value. */
export const toolAuthSchema = z.object({
  /** Name under which the secret's value is looked up. */
  secret: z.string(),
  in: z.enum(['header', 'query', 'cookie', 'body']),
  name: z.string(),
  /** Put before the value, for example `Bearer `. */
  prefix: z.string().optional(),
});
export type ToolAuth = z.infer<typeof toolAuthSchema>;

/** The one contract that every tool source is turned into. */
export const toolSpecSchema = toolDefinitionSchema.extend({
  /** The name as the source has it. */
  originalName: z.string(),
  effect: toolEffectSchema,
  /** What the effect was taken from, strongest first (see tools executor, gate). */
  effectFrom: z.enum(['user', 'annotation', 'http-verb', 'default']),
  source: z.object({
    kind: z.enum(['openapi', 'mcp', 'functions', 'toolbench', 'toolbox']),
    /** File, URL or command, without credentials. */
    location: z.string(),
    /** Family of related tools inside the source (an API, a server), where there is one. */
    group: z.string().optional(),
  }),
  /** SHA-256 over name, description and parameters: changes when what a model must learn changes. */
  version: z.string(),
  auth: z.array(toolAuthSchema).optional(),
});
export type ToolSpec = z.infer<typeof toolSpecSchema>;

export interface ToolCallContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  /** Guarded by the executor: private addresses are refused, redirects are followed by hand. */
  readonly fetch: typeof globalThis.fetch;
  /** The value of a secret by name. @throws ImaginariumError `secret/missing` */
  readonly secret: (name: string) => string;
}

/** What a tool returned. A failure of the tool is a value too: `isError` with the tool's own words. */
export interface ToolOutput {
  readonly content: JsonValue;
  /** @default false */
  readonly isError?: boolean;
  /** True when a simulator answered, not the tool itself. @default false */
  readonly isSimulated?: boolean;
  /** HTTP status, where there was one; time-outs, 429 and 5xx are never recorded. */
  readonly status?: number;
}

export interface Tool {
  readonly spec: ToolSpec;
  /** Base URL (http or https) that its calls go to through the context's `fetch`, where that is known at import. */
  readonly server?: string;
  /** Absent where only a description exists: such a tool can be read about but not called. */
  readonly call?: (args: JsonObject, context: ToolCallContext) => Promise<ToolOutput>;
}

/** Something the importer changed, left out or could not read; said to the person, never hidden. */
export interface ImportNotice {
  readonly tool: string;
  readonly message: string;
}

export interface ToolSource {
  readonly tools: readonly Tool[];
  readonly notices: readonly ImportNotice[];
  /**
   * SHA-256 of the text that the tools' behaviour was read from (a module's code, a description), where there is one: what
   * was observed of the tools holds for this text. Absent for a server, whose code cannot be seen.
   */
  readonly codeHash?: string;
  /** Ends connections and child processes. Safe to call twice. */
  close(): Promise<void>;
}
