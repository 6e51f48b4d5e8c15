import { z } from 'zod';
import { metricSchema } from './score.ts';
import { profileSchema } from './verdict.ts';

/** What is counted of an item: the right tool among the well-formed, or the whole call. */
export const roundMetricSchema = z.enum(['toolMatch', 'correct']);
export type RoundMetric = z.infer<typeof roundMetricSchema>;

/** A difference of two shares, -1 to 1, with its 95 % interval; low and high are null where there are too few items for one. */
export const changeSchema = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Items (of a tool or batch) or tools (of an average) that it rests on. */
  of: z.number().int().nonnegative(),
});
export type Change = z.infer<typeof changeSchema>;

/** One row of a round matrix: how a tool, or the tools of a batch, did after each round. */
export const matrixRowSchema = z.object({
  /** The tool's legal name; `1`, `2`, … for a batch, by the round that its tools came with. */
  name: z.string(),
  /** Tools of the row. */
  tools: z.array(z.string()),
  /** The round, from 1, in which it was learned (anew). */
  learnedIn: z.number().int().positive(),
  /** One a round of the matrix, in order; null before it was learned, where it was not tested, and after it left. */
  cells: z.array(metricSchema.nullable()),
  /**
   * The greatest loss from any earlier round to the last one, over the items that both answered (Chaudhry et al. 2018, arXiv
   * 1801.10112); null without an earlier one.
   */
  forgetting: changeSchema.nullable(),
  /** The last share minus that of the round it was learned in (Lopez-Paz and Ranzato 2017, arXiv 1706.08840); null likewise. */
  backwardTransfer: changeSchema.nullable(),
});
export type MatrixRow = z.infer<typeof matrixRowSchema>;

/** Round x tool and round x batch, with what follows from them. */
export const roundMatrixSchema = z.object({
  profile: profileSchema,
  metric: roundMetricSchema,
  /** Numbers of the rounds, in order. */
  rounds: z.array(z.number().int().positive()),
  tools: z.array(matrixRowSchema),
  batches: z.array(matrixRowSchema),
  /** All items so far, after each round. */
  average: z.array(metricSchema.nullable()),
  /** Means over the tools that were learned before the last round, tools resampled; null where there is none. */
  forgetting: changeSchema.nullable(),
  backwardTransfer: changeSchema.nullable(),
});
export type RoundMatrix = z.infer<typeof roundMatrixSchema>;

const countsSchema = z.object({ correct: z.number().int(), of: z.number().int() });

/**
 * One old tool before the gate: is it shown to be worse than when it was last taught, or than a person last took it, by more than
 * the margin? `worse`: it is shown. `held`: it is not, though a loss could have been shown, and the interval leaves none of more
 * than 20 points beyond the margin. `cannot-tell`: neither, for want of items; no reason to stop a round, and no promise.
 */
export const oldToolVerdictSchema = z.object({
  tool: z.string(),
  before: countsSchema,
  now: countsSchema,
  /** The round that `before` is from; absent where nobody said, and for all together. */
  since: z.number().int().positive().optional(),
  /** Items that both rounds answered. */
  pairs: z.number().int(),
  /** Now minus before, over the pairs; null without pairs. */
  difference: z.number().nullable(),
  /** Its 95 % interval over items, for this tool alone: not corrected. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** One-sided, of a loss of no more than the margin; and corrected for all old tools (Holm, half of the level for all together). */
  p: z.number(),
  adjustedP: z.number(),
  /**
   * The smallest observed loss, 0 to 1, that these pairs would have shown after correction, with what was gained and what the
   * other tools showed as they are; null where none would.
   */
  leastShown: z.number().nullable(),
  verdict: z.enum(['held', 'worse', 'cannot-tell']),
});
export type OldToolVerdict = z.infer<typeof oldToolVerdictSchema>;

/** One new tool before the gate: is it shown to be below the target? `cannot-tell`: not even no right call would have shown it. */
export const newToolVerdictSchema = z.object({
  tool: z.string(),
  now: countsSchema,
  p: z.number(),
  adjustedP: z.number(),
  verdict: z.enum(['reached', 'below', 'cannot-tell']),
});
export type NewToolVerdict = z.infer<typeof newToolVerdictSchema>;

/** What may help a round that did not pass. */
export const proposalSchema = z.object({
  kind: z.enum(['more-replay', 'targeted-trials', 'more-data', 'more-test-items']),
  tools: z.array(z.string()),
  /** For a person: what to do, with the figures that it follows from. */
  message: z.string(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** The gate of a round, as the config sets it. */
export const gateConfigSchema = z.strictObject({
  margin: z
    .number()
    .min(0)
    .lt(1)
    .default(0.1)
    .describe('Loss of an old tool that is borne: 0.1 is ten points of its share of right calls.'),
  target: z.number().min(0).max(1).default(0.6).describe('Share of right calls that new tools must reach.'),
  level: z.number().gt(0).max(0.2).default(0.05).describe('Chance of stopping a round in which nothing was lost.'),
  profile: profileSchema.default('strict'),
  metric: roundMetricSchema.default('correct'),
});
export type GateConfig = z.output<typeof gateConfigSchema>;

export const gateVerdictSchema = z.object({
  isPassed: z.boolean(),
  config: gateConfigSchema,
  oldTools: z.array(oldToolVerdictSchema),
  /** All old tools together, over all their items, tools being strata; null in the first round. */
  allOld: oldToolVerdictSchema.nullable(),
  newTools: z.array(newToolVerdictSchema),
  /** All new tools together, whose share itself must reach the target; null where none is new. */
  allNew: newToolVerdictSchema.nullable(),
  proposals: z.array(proposalSchema),
});
export type GateVerdict = z.infer<typeof gateVerdictSchema>;
