import { profileSchema, toolSetKindSchema } from '@imaginarium/contracts';
import { priceSchema } from '@imaginarium/models';
import { z } from 'zod';
import { keyReferenceSchema, modelConfigSchema } from '../config/model-config.ts';
import { budgetConfigSchema, executionConfigSchema } from '../config/run-config.ts';
import { toolSourceConfigSchema } from '../config/tools-config.ts';

const embeddingsSchema = z
  .strictObject({
    model: z
      .string()
      .default('offline:')
      .describe(
        '`openai:MODEL[@base-url]`, `huggingface:MODEL[@url]`, or `offline:`, which knows words, not meanings.',
      ),
    key: keyReferenceSchema.optional(),
    price: priceSchema.optional().describe('US dollars per million tokens.'),
  })
  .describe('Sentence embeddings, for documentation neighbours and demonstrations.');

/** The whole of an evaluation, as a YAML file or the flags of `imaginarium evaluate` say it. */
export const evaluationConfigSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, dash and underscore, 64 at most')
    .default('evaluation')
    .describe('Names the predictions in reports.'),
  seed: z.number().int().nonnegative().default(1),
  output: z.string().optional().describe('Folder, from where the command is started; default: evaluations/NAME.'),
  test: z.string().describe("A run folder, a JSONL test file, or STE's tool_test.json."),
  testTools: z.string().optional().describe('A file of tool definitions, for test items that name tools only.'),
  model: modelConfigSchema.describe('The model that is evaluated.'),
  prompt: z
    .enum(['plain', 'ste'])
    .default('plain')
    .describe('`ste`: the system message that `ste` records carry; `plain`: none of a kind.'),
  system: z.string().optional().describe('A system message of your own, instead of that of `prompt`.'),
  toolNames: z
    .enum(['legal', 'original'])
    .default('legal')
    .describe("`original`: the source's own names, for models trained on them; text protocol only."),
  toolSet: z
    .strictObject({
      kind: toolSetKindSchema.default('all'),
      size: z.number().int().positive().default(15).describe('Tools shown, for `oracle` and `retriever`.'),
    })
    .prefault({})
    .describe(
      'Which tools the model sees: none (a fine-tuned model), all, oracle (gold and its neighbours), retriever.',
    ),
  demonstrations: z
    .strictObject({
      from: z.string().describe('Training queries: a run folder or a JSONL file.'),
      count: z.number().int().positive().default(8),
    })
    .optional()
    .describe('In-context learning: the nearest training queries are shown with their calls.'),
  embeddings: embeddingsSchema.prefault({}),
  sampling: z
    .strictObject({
      temperature: z.number().min(0).max(2).default(0),
      maxTokens: z.number().int().positive().default(512),
      seed: z.number().int().optional().describe('Sent to the server; each repetition takes the next number.'),
    })
    .prefault({}),
  repetitions: z.number().int().positive().max(1000).default(1).describe('Times each item is asked, for pass^k.'),
  judge: modelConfigSchema
    .optional()
    .describe('Judges the arguments of tools that the `ste` profile does not compare.'),
  disputes: z.string().optional().describe('File in which a person marked golds wrong or added accepted values.'),
  profile: profileSchema
    .default('strict')
    .describe('The profile whose misses are shown first; both are always scored.'),
  execution: executionConfigSchema
    .extend({ tools: z.array(toolSourceConfigSchema).min(1) })
    .optional()
    .describe('Executed checks: gold and predicted call run on these tools, observations compared.'),
  budget: budgetConfigSchema.prefault({}),
});
export type EvaluationConfig = z.output<typeof evaluationConfigSchema>;

/** What scoring needs of it: saved predictions are scored without a model. */
export const scoringConfigSchema = evaluationConfigSchema
  .pick({
    name: true,
    testTools: true,
    seed: true,
    output: true,
    judge: true,
    disputes: true,
    profile: true,
    execution: true,
    budget: true,
  })
  .extend({ test: z.string().optional() });
export type ScoringConfig = z.output<typeof scoringConfigSchema>;

/** JSON Schema of the config file, for editors. */
export function evaluationConfigJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(evaluationConfigSchema, { io: 'input' }), title: 'Imaginarium evaluation' };
}
