import { z } from 'zod';
import { predictionHeaderSchema } from './prediction.ts';
import { missSchema, profileSchema } from './verdict.ts';

/** A share with its uncertainty. Shares are 0 to 1; intervals 95 %, clustered by tool. */
export const metricSchema = z.object({
  /** Null when the denominator is 0. */
  value: z.number().nullable(),
  count: z.number(),
  of: z.number(),
  /** Null where fewer than two clusters leave no interval. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  clusters: z.number().int().nonnegative(),
});
export type Metric = z.infer<typeof metricSchema>;

export const toolScoreSchema = z.object({
  tool: z.string(),
  total: z.number().int(),
  wellformed: z.number().int(),
  toolMatch: z.number().int(),
  correct: z.number().int(),
  undecided: z.number().int(),
  misses: z.partialRecord(missSchema, z.number().int()),
});
export type ToolScore = z.infer<typeof toolScoreSchema>;

/** What one profile says of one predictions file. */
export const scoreSchema = z.object({
  profile: profileSchema,
  /** Items that want a call. `wellformed` of total, `toolMatch` of wellformed, `correct` of total (method §4). */
  wellformed: metricSchema,
  toolMatch: metricSchema,
  correct: metricSchema,
  /** Items that want no call: share where none was made; null where there are no such items. */
  irrelevance: metricSchema.nullable(),
  /** Items that want several calls: share correct; null where there are none. */
  multiCall: metricSchema.nullable(),
  /** Chance that k independent runs of an item are all correct, for k = 1 … repetitions; empty for a single run. */
  passHatK: z.array(z.object({ k: z.number().int(), metric: metricSchema })),
  undecided: z.number().int(),
  tools: z.array(toolScoreSchema),
  misses: z.partialRecord(missSchema, z.number().int()),
  /** Pairs of tools taken for one another, most frequent first. */
  confusions: z.array(z.object({ expected: z.string(), called: z.string(), count: z.number().int() })),
});
export type Score = z.infer<typeof scoreSchema>;

/** Something in the inputs that could not be used as it stood: named and counted, never silently dropped. */
export const dataProblemSchema = z.object({
  kind: z.enum([
    'broken-line',
    'unknown-tool',
    'missing-gold',
    'duplicate',
    'missing-prediction',
    'stale-gold',
    'unmatched-dispute',
    'different-data',
  ]),
  count: z.number().int(),
  /** The first of them, by name: a line number, an item's id. */
  names: z.array(z.string()),
  message: z.string(),
});
export type DataProblem = z.infer<typeof dataProblemSchema>;

/** One miss, beside what would have been right. */
export const missExampleSchema = z.object({
  itemId: z.string(),
  profile: profileSchema,
  /** The item's tool; null where no call is right. */
  tool: z.string().nullable(),
  miss: missSchema,
  query: z.string(),
  expected: z.string(),
  actual: z.string(),
});

/** Executed checks: gold and predicted call run on the real tool or its recording, observations compared. */
export const executionScoreSchema = z.object({
  same: metricSchema,
  /** Predictions that could not be checked, by reason. */
  unchecked: z.record(z.string(), z.number().int()),
});
export type ExecutionScore = z.infer<typeof executionScoreSchema>;

const agreementCountsSchema = z.object({
  total: z.number().int(),
  bothCorrect: z.number().int(),
  bothWrong: z.number().int(),
  onlyCached: z.number().int(),
  onlyStrict: z.number().int(),
  /** Share of equal verdicts; null when there are none to compare. */
  share: z.number().nullable(),
});

/** How far the strict comparison of arguments agrees with the verdicts that a saved file carries. */
export const agreementSchema = z.object({
  /** Items that the paper has a model judge. */
  judged: agreementCountsSchema,
  /** Items that the paper compares as text. */
  compared: agreementCountsSchema,
});
export type Agreement = z.infer<typeof agreementSchema>;

/** One predictions file in a report. */
export const evaluationSchema = z.object({
  header: predictionHeaderSchema.omit({ tools: true }),
  predictions: z.number().int(),
  scores: z.object({ ste: scoreSchema, strict: scoreSchema }),
  execution: executionScoreSchema.nullable(),
  /** Absent where the file carries no verdicts. */
  agreement: agreementSchema.optional(),
  usage: z.object({
    inputTokens: z.number(),
    outputTokens: z.number(),
    /** US dollars; null when a price is unknown. */
    cost: z.number().nullable(),
    /** US dollars a correct call (strict); null when unknown or none is correct. */
    costPerCorrect: z.number().nullable(),
    /** Milliseconds; null when no latency is known. */
    latency: z.object({ median: z.number(), p95: z.number() }).nullable(),
  }),
  disputes: z.object({ hash: z.string(), applied: z.number().int(), dismissed: z.number().int() }).nullable(),
  problems: z.array(dataProblemSchema),
  missExamples: z.array(missExampleSchema),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** A paired comparison of two predictions files on the items that both answer. Differences are B minus A, -1 to 1. */
export const comparisonSchema = z.object({
  a: z.string(),
  b: z.string(),
  profile: profileSchema,
  metric: z.enum(['wellformed', 'toolMatch', 'correct']),
  pairs: z.number().int(),
  both: z.number().int(),
  onlyA: z.number().int(),
  onlyB: z.number().int(),
  neither: z.number().int(),
  difference: z.number().nullable(),
  /** 95 % cluster bootstrap of the difference. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** McNemar, exact, two-sided; and corrected for all comparisons of the report (Holm). */
  p: z.number(),
  adjustedP: z.number(),
  conclusion: z.enum(['a-better', 'b-better', 'no-difference-shown']),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** The whole report, machine-readable. */
export const evaluationReportSchema = z.object({
  format: z.literal(1),
  createdAt: z.number(),
  evaluations: z.array(evaluationSchema).min(1),
  comparisons: z.array(comparisonSchema),
  /** Problems between files (different data). */
  problems: z.array(dataProblemSchema),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
