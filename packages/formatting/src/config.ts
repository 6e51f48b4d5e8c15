import { z } from 'zod';
import { generalConfigSchema } from './general-config.ts';
import { runReplayConfigSchema } from './replay-config.ts';
import { targetNameSchema } from './target.ts';

export const openaiFamilySchema = z.enum(['o200k', 'cl100k']);
/** Encoding of an OpenAI model family: `o200k` from GPT-4o on, `cl100k` for GPT-4 and 3.5. */
export type OpenAiFamily = z.infer<typeof openaiFamilySchema>;

const tokens = (limit: number) => z.int().positive().default(limit);

/** The `format` section of a run's config. */
export const formattingConfigSchema = z.strictObject({
  targets: z
    .array(targetNameSchema)
    .min(1)
    .default(['openai', 'trl', 'mistral'])
    .describe('What records are made for: a data set each.'),
  tools: z
    .strictObject({
      offered: z
        .int()
        .min(1)
        .max(128)
        .default(4)
        .describe('Tool definitions offered in a record: the right one and others of the run, drawn by seed.'),
    })
    .prefault({})
    .describe('The target `ste` offers none, as in the paper.'),
  maxTokens: z
    .strictObject({
      openai: tokens(65_536),
      trl: tokens(2048),
      mistral: tokens(2048),
      ste: tokens(2048),
      sharegpt: tokens(2048),
      hermes: tokens(4096),
    })
    .prefault({})
    .describe('Where training cuts a record off. A record that would be cut in what it trains is refused.'),
  tokenizer: z
    .string()
    .optional()
    .describe(
      'Path of the model’s tokenizer.json or sentencepiece .model: exact counts for all targets but openai. Without it, lengths are estimated.',
    ),
  openaiModel: openaiFamilySchema.default('o200k').describe('Encoding by which OpenAI records are counted.'),
  trlForm: z
    .enum(['prompt-completion', 'messages'])
    .default('prompt-completion')
    .describe('`messages` needs a chat template with generation marks, or nothing is trained; Mistral’s has none.'),
  foldSystem: z
    .boolean()
    .default(true)
    .describe(
      'Put the system text into the first user turn (`trl`, `ste`): Mistral’s template drops it from training data.',
    ),
  chatTemplate: z
    .string()
    .optional()
    .describe('Path of the model’s chat template (.jinja) or tokenizer_config.json: gives `trl` records a loss proof.'),
  parquet: z.boolean().default(true).describe('Write each data set as Parquet too.'),
  rowsPerShard: z.int().positive().default(100_000).describe('Rows in one Parquet file.'),
  system: z.string().min(1).optional().describe('System text of every record.'),
  replay: runReplayConfigSchema.optional().describe('Train on some of what was learned before, against forgetting.'),
  general: generalConfigSchema.optional().describe('General conversations mixed in, in normal mode.'),
  preference: z.boolean().default(true).describe('Also make preference data from failed and repaired calls.'),
});
export type FormattingConfig = z.infer<typeof formattingConfigSchema>;

/** What decides how one example becomes a record; which are replayed or mixed in is drawn before. */
export type RecordConfig = Omit<FormattingConfig, 'replay' | 'general'>;
