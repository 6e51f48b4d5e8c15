import { toolEffectSchema } from '@imaginarium/contracts';
import { z } from 'zod';

/** One source of tools. Relative paths are taken from the config file's folder. */
export const toolSourceConfigSchema = z.strictObject({
  from: z
    .string()
    .describe('`toolbox:`, `openapi:FILE_OR_URL`, `mcp:COMMAND_OR_URL`, `functions:MODULE`, `toolbench:FILE`'),
  only: z
    .array(z.string())
    .optional()
    .describe('Names of the tools to take, as the source or as Imaginarium has them.'),
  server: z
    .string()
    .optional()
    .describe('Base URL that calls go to: overrides an OpenAPI server; a StableToolBench server for toolbench.'),
  effects: z
    .record(z.string(), toolEffectSchema)
    .optional()
    .describe("Your word on whether a tool reads or writes; stronger than the source's own."),
  secrets: z
    .record(z.string(), z.string().regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, 'write env:NAME, never the secret itself'))
    .optional()
    .describe('Security scheme (OpenAPI), header (MCP over HTTP) or environment variable (MCP command) to env:NAME.'),
  trustAnnotations: z.boolean().default(false).describe('MCP: believe the read-only hints of the server.'),
});
export type ToolSourceConfig = z.output<typeof toolSourceConfigSchema>;
