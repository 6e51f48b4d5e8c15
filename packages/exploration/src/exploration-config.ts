import { z } from 'zod';

/** Parameters of simulated trial and error; the defaults are the paper's (arXiv 2403.04746, §3 and appendix). */
export const explorationConfigSchema = z.strictObject({
  episodes: z.number().int().positive().default(15).describe('Episodes a tool.'),
  trials: z.number().int().positive().default(4).describe('Trials an episode.'),
  executions: z.number().int().positive().default(4).describe('Calls that one trial may execute.'),
  generations: z.number().int().positive().default(5).describe('Replies that one trial may ask of the solving model.'),
  temperature: z.number().min(0).max(2).default(1).describe('Sampling temperature of imagining and solving.'),
  maxTokens: z.number().int().positive().default(360).describe('New tokens a reply, at most.'),
  imagineAttempts: z.number().int().positive().default(3).describe('Times a refused query is asked for, in all.'),
  executionFeedback: z.boolean().default(true).describe('Show the solving model what its calls returned.'),
  shortTermMemory: z.boolean().default(true).describe('Show a trial the earlier trials of its episode.'),
  longTermMemory: z.boolean().default(true).describe('Show imagination all earlier queries of the tool.'),
  reflection: z.boolean().default(true).describe('Ask the model after each trial whether the query was fulfilled.'),
  nearDuplicateThreshold: z
    .number()
    .gt(0)
    .max(1)
    .default(0.7)
    .describe('Jaccard similarity (character 5-grams) from which a query counts as a repeat of a remembered one.'),
  contextCharacters: z
    .number()
    .int()
    .min(4000)
    .default(24_000)
    .describe('Bound on the remembered conversation shown to a model, in characters; the oldest trials leave first.'),
  noveltyStop: z
    .strictObject({
      window: z.number().int().positive().default(12).describe('Latest queries that are looked at.'),
      minimum: z
        .number()
        .min(0)
        .max(1)
        .default(0.35)
        .describe('Mean novelty (1 - similarity to the nearest earlier query) under which the tool is left.'),
    })
    .optional()
    .describe('Leave a tool when its new queries resemble the old ones; absent: explore all episodes.'),
});
export type ExplorationConfig = z.infer<typeof explorationConfigSchema>;
