import { z } from 'zod';

const share = (description: string) =>
  z
    .union([z.number().int().nonnegative(), z.number().gt(0).lt(1)])
    .describe(`${description} A whole number counts items, a number below 1 is a fraction of the tool's items.`);

const attempts = (count: number, description: string) =>
  z.number().int().min(1).max(10).default(count).describe(description);

const threshold = (value: number, description: string) =>
  z.number().gt(0).max(1).default(value).describe(`${description} Jaccard of character 5-grams, inclusive.`);

/** How trials become examples. Every key has a default; unknown keys are errors. */
export const curationConfigSchema = z.strictObject({
  allowOrigins: z
    .array(z.enum(['live', 'recorded', 'simulated']))
    .min(1)
    .default(['live', 'recorded'])
    .describe('Origins of observations that may be trained on. Simulated ones must be asked for; dry runs never are.'),
  judge: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether a judge model checks every trial.'),
      attempts: attempts(2, 'Times a judge is asked in all before an unreadable reply removes the row.'),
    })
    .prefault({})
    .describe('Three structured questions about each trial; all must be answered yes.'),
  grounding: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether a trial with an underivable argument is removed.'),
      askJudge: z
        .boolean()
        .default(true)
        .describe(
          'Whether the judge is asked about values that rules cannot derive. If not, a listed choice or boolean that the query does not state stays, unproven; every other such value removes the row.',
        ),
    })
    .prefault({})
    .describe('Every argument must come from the query, an observation or a declared default.'),
  nearDuplicates: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether near-duplicate queries of a tool are removed.'),
      threshold: threshold(
        0.8,
        'Likeness from which two queries of a tool are the same request. Below 0.8 requests that differ in one value (another station, another date) would be lost.',
      ),
    })
    .prefault({})
    .describe('Removal of near-duplicates across the trials of a tool. Exact duplicates always leave.'),
  split: z
    .strictObject({
      test: share('Held out for testing, for each tool (the paper: 15).').default(15),
      validation: share('Held out for validation, for each tool.').default(0.1),
      clusterThreshold: threshold(
        0.6,
        'Likeness from which two queries may not stand in different splits, chains included. Nearly half of the published test set has such a sibling at 0.6.',
      ),
    })
    .prefault({})
    .describe('Split by seed trial, before paraphrase. At most half of a tool is held out, however much is asked for.'),
  decontaminate: z
    .array(z.string())
    .default([])
    .describe('Files whose queries must not occur in train or validation, nor anything near them.'),
  paraphrase: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether training queries are reworded.'),
      target: z.number().int().min(1).default(150).describe('Training examples that each tool should reach.'),
      maximum: z.number().int().min(0).default(6).describe('Most rewordings of one query.'),
      attempts: attempts(3, 'Times a rewording is asked for in all before it is given up.'),
      askJudge: z
        .boolean()
        .default(true)
        .describe(
          'Whether the judge is asked of each rewording that passes the rules if it still asks the same question. If not, only rules, and the grounding judge on values that they cannot decide, stand between a rewording and the answer of its seed.',
        ),
    })
    .prefault({})
    .describe('Rewordings of training queries; each argument must stay derivable.'),
  repairPairs: z.boolean().default(true).describe('Whether rejected calls and their repairs are kept as preferences.'),
  noCall: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether queries that no tool serves are made.'),
      ratio: z.number().min(0).max(1).default(0.1).describe('No-call examples wanted for each call example.'),
      offered: z.number().int().min(1).max(64).default(8).describe('Tools offered, drawn anew for each query.'),
    })
    .prefault({})
    .describe('Examples in which the right thing is to call no tool.'),
});
export type CurationConfig = z.infer<typeof curationConfigSchema>;
