import { priceSchema } from '@imaginarium/models';
import { z } from 'zod';

/** Where a key is found: never the key itself. */
export const keyReferenceSchema = z
  .string()
  .regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, 'write env:NAME, never the key itself');

const modelSettingsSchema = z.strictObject({
  model: z
    .string()
    .describe(
      '`provider:model[@base-url]`: openai:gpt-5-mini, openai:qwen3@http://127.0.0.1:11434/v1, huggingface:Qwen/Qwen3-32B, practice:',
    ),
  protocol: z
    .enum(['native', 'text'])
    .default('native')
    .describe('`native` tool calls, or the text protocol of the paper for models that have none.'),
  key: keyReferenceSchema
    .optional()
    .describe(
      'Where the API key is found: env:NAME. Default: env:OPENAI_API_KEY without a base URL, env:HF_TOKEN for huggingface.',
    ),
  provider: z.string().optional().describe('Inference provider, for huggingface (for example together, cerebras).'),
  parameters: z
    .record(z.string(), z.json())
    .optional()
    .describe('Sent along with every request, for example {"reasoning_effort": "low"}.'),
  price: priceSchema.optional().describe('US dollars per million tokens. Without it the cost is said to be unknown.'),
  concurrency: z.number().int().positive().default(16).describe('Requests under way at a time.'),
  requestsPerMinute: z.number().positive().optional(),
  tokensPerMinute: z.number().positive().optional(),
  timeoutMs: z.number().int().positive().default(120_000).describe('Time-out of one request, in milliseconds.'),
  attempts: z
    .number()
    .int()
    .positive()
    .default(5)
    .describe('Times a request is sent, in all, when it fails in passing.'),
});

/** A model by its name alone, or with its settings. */
export const modelConfigSchema = z
  .union([z.string(), modelSettingsSchema])
  .transform((value) => (typeof value === 'string' ? modelSettingsSchema.parse({ model: value }) : value));
export type ModelConfig = z.output<typeof modelConfigSchema>;
