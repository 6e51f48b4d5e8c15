import { z } from 'zod';

const replaySamplerSchema = z.enum(['uniform', 'per-tool', 'hardest-forgotten', 'none']);
/** How earlier examples are drawn, see `sampleReplay`. */
export type ReplaySampler = z.infer<typeof replaySamplerSchema>;

/** What of earlier rounds is trained on again, and how much of it: one of `ratio`, `records` and `tokens`. */
export const replayConfigSchema = z
  .strictObject({
    sampler: replaySamplerSchema
      .default('uniform')
      .describe(
        '`uniform`: every earlier example with the same chance, as in the paper; `per-tool`: a share of every tool, at least one example each; `hardest-forgotten`: most of the tools that the last evaluation found forgotten (rounds of a project only); `none`: nothing.',
      ),
    ratio: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Share of the training set of each earlier round; 0.1 when neither it nor a budget is given.'),
    records: z.int().positive().optional().describe('Instead of a ratio: this many examples of all earlier rounds.'),
    tokens: z
      .int()
      .positive()
      .optional()
      .describe(
        'Instead of a ratio: examples of all earlier rounds whose conversations hold this many tokens at most.',
      ),
  })
  .refine(({ ratio, records, tokens }) => [ratio, records, tokens].filter((given) => given !== undefined).length < 2, {
    error: 'give one of ratio, records and tokens',
  });
export type ReplayConfig = z.infer<typeof replayConfigSchema>;

/** Replay of a run that stands alone: there is no evaluation of earlier rounds to weigh tools by. */
export const runReplayConfigSchema = replayConfigSchema
  .safeExtend({ from: z.array(z.string()).min(1).describe('Run folders of earlier rounds, oldest first.') })
  .refine(({ sampler }) => sampler !== 'hardest-forgotten', {
    path: ['sampler'],
    error:
      'hardest-forgotten weighs tools by the evaluation of the round before, which only rounds of a project have (imaginarium round); take uniform or per-tool',
  });
