import { curationConfigSchema } from '@imaginarium/curation';
import { explorationConfigSchema } from '@imaginarium/exploration';
import { formattingConfigSchema } from '@imaginarium/formatting';
import { executionPolicySchema } from '@imaginarium/tools';
import { z } from 'zod';
import { modelConfigSchema } from './model-config.ts';
import { toolSourceConfigSchema } from './tools-config.ts';

/** How tools are called, as a config says it. */
export const executionConfigSchema = executionPolicySchema.omit({ effects: true }).extend({
  recordings: z
    .enum(['live', 'record', 'cache', 'replay'])
    .default('record')
    .describe(
      '`record`: keep what tools return; `cache`: and answer repeated reads from it; `replay`: answer from recordings alone; `live`: none of it.',
    ),
  recordingsFile: z
    .string()
    .optional()
    .describe(
      'Where recordings are kept; default: recordings.jsonl in the run folder. Share one between runs to repeat them.',
    ),
});

export const budgetConfigSchema = z
  .strictObject({
    dollars: z.number().positive().optional(),
    calls: z.number().int().positive().optional(),
    tokens: z.number().int().positive().optional(),
  })
  .describe('The run stops before it would spend more: reserved before a call, settled after.');

/** The whole of a run, as a YAML file says it. Every key has a default but `tools`. */
export const runConfigSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, dash and underscore, 64 at most')
    .default('run')
    .describe('Names the run and its data set.'),
  seed: z.number().int().nonnegative().default(1).describe('Every shuffle and sample follows from it.'),
  output: z.string().optional().describe('The run folder, from where the command is started; default: runs/NAME.'),
  tools: z.array(toolSourceConfigSchema).min(1).describe('Where the tools come from.'),
  execution: executionConfigSchema.prefault({}).describe('How tools are called.'),
  models: z
    .strictObject({
      default: modelConfigSchema.prefault('practice:'),
      imagine: modelConfigSchema.optional(),
      solve: modelConfigSchema.optional(),
      reflect: modelConfigSchema.optional(),
      judge: modelConfigSchema.optional(),
      paraphrase: modelConfigSchema.optional(),
    })
    .prefault({})
    .describe('Which model does what; `default` serves every purpose that has none of its own.'),
  budget: budgetConfigSchema.prefault({}),
  exploration: explorationConfigSchema.prefault({}),
  curation: curationConfigSchema.prefault({}),
  formatting: formattingConfigSchema.prefault({}),
});
export type RunConfig = z.output<typeof runConfigSchema>;

/** JSON Schema of the config file, for editors. */
export function runConfigJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(runConfigSchema, { io: 'input' }),
    title: 'Imaginarium run',
  };
}
