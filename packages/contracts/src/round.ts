import { z } from 'zod';
import { exampleSchema, repairPairSchema } from './example.ts';
import { endpointNameSchema } from './fine-tuning.ts';
import { gateVerdictSchema, roundMatrixSchema } from './forgetting.ts';
import { jsonObjectSchema } from './json.ts';
import { stageStateSchema } from './manifest.ts';
import { plannedToolSchema } from './tool-change.ts';

/** The steps of a round, in order. */
export const ROUND_STEPS = ['plan', 'explore', 'curate', 'mix', 'train', 'evaluate', 'gate'] as const;
export const roundStepSchema = z.enum(ROUND_STEPS);
export type RoundStep = z.infer<typeof roundStepSchema>;

/** An example of a project: the round that it was learned in goes before its ids, so that no two rounds share one. */
export const poolExampleSchema = exampleSchema.extend({
  /** The round, from 1, whose exploration it comes from. */
  round: z.number().int().positive(),
  /** Versions of its tool that it was carried over from, oldest first; absent where the tool never changed. */
  migratedFrom: z.array(z.string()).optional(),
});
export type PoolExample = z.infer<typeof poolExampleSchema>;

/** A repair pair of a project, under ids as `PoolExample` has them. */
export const poolPairSchema = repairPairSchema.extend({ round: z.number().int().positive() });
export type PoolPair = z.infer<typeof poolPairSchema>;

/** A step as a run's stage stands, and what it cost. */
export const roundStepStateSchema = stageStateSchema.extend({
  /** Model calls paid for. */
  calls: z.number().int().nonnegative(),
  /** US dollars; null when a price is unknown. */
  cost: z.number().nullable(),
});
export type RoundStepState = z.infer<typeof roundStepStateSchema>;

/** What a round aims at. `miss`: what went wrong in the evaluation of the round before. */
export const improvementTargetSchema = z.object({
  /** `tool`: not called, called in a way that cannot be read, or wrong in a way that has no target of its own. */
  kind: z.enum(['confused-pair', 'argument', 'over-calling', 'tool']),
  /** The tool whose queries are wanted; for over-calling, the tool that was called for nothing. */
  tool: z.string(),
  /** The tool that it was taken for, or the other way round: the trials are shared between the two. */
  other: z.string().optional(),
  /** JSON pointer of the argument that was missing or wrong, as the tool's schema declares it: `*` for the items of an array. */
  argument: z.string().optional(),
  misses: z.number().int().positive(),
  /** Trials (queries, for over-calling) that are made for it. */
  trials: z.number().int().nonnegative(),
});
export type ImprovementTarget = z.infer<typeof improvementTargetSchema>;

/** What a target's share of the money bought. */
export const improvementResultSchema = z.object({
  target: improvementTargetSchema,
  calls: z.number().int(),
  /** US dollars; null when a price is unknown. */
  cost: z.number().nullable(),
  /** Examples kept. */
  examples: z.number().int(),
  /** Items that missed in this way before and are right now; null before the round is evaluated. */
  fixed: z.number().int().nullable(),
  /** Items of its tools that were right before and are wrong now; null likewise. */
  broken: z.number().int().nullable(),
});
export type ImprovementResult = z.infer<typeof improvementResultSchema>;

/** `round.json`: where a round stands. */
export const roundSchema = z.object({
  format: z.literal(1),
  /** From 1. */
  number: z.number().int().positive(),
  /** `add`: for new and changed tools; `improve`: for what the round before got wrong. */
  kind: z.enum(['add', 'improve']),
  /** `open`: steps are left, or its gate has not passed and nobody has accepted it. */
  state: z.enum(['open', 'passed', 'accepted']),
  createdAt: z.number(),
  updatedAt: z.number(),
  versions: z.object({ imaginarium: z.string(), node: z.string() }),
  /** The project's config, defaults filled in, that its data was last worked on with (plan to mix); keys by reference only. */
  config: jsonObjectSchema,
  tools: z.array(plannedToolSchema),
  /** Of a round of the kind `improve`; empty otherwise. */
  targets: z.array(improvementTargetSchema),
  steps: z.partialRecord(roundStepSchema, roundStepStateSchema),
  training: z
    .object({
      endpoint: endpointNameSchema,
      /** The base model, or the checkpoint of the round before. */
      from: z.string(),
      /** Null where a checkpoint was named by a person. */
      job: z.string().nullable(),
      /** As `evaluate --model` takes it; null until there is one. */
      checkpoint: z.string().nullable(),
      /** Jobs of the round that came to nothing, or whose checkpoint is gone: a further one is launched. Absent: none. */
      spent: z.array(z.string()).optional(),
    })
    .nullable(),
  gate: gateVerdictSchema.nullable(),
  /** Why a person took a round that did not pass. */
  acceptedBecause: z.string().optional(),
  /** The round that was begun to improve on it before it passed: it is `accepted` by that alone, and what it lost is not. */
  improvedBy: z.number().int().positive().optional(),
  failure: z
    .object({ step: roundStepSchema, code: z.string(), message: z.string(), hint: z.string().optional() })
    .nullable(),
});
export type Round = z.infer<typeof roundSchema>;

/** The first step of a round that is not done, of all or of those before one; undefined when all are. */
export function nextRoundStep({ steps }: Pick<Round, 'steps'>, before?: RoundStep): RoundStep | undefined {
  const asked = before === undefined ? ROUND_STEPS : ROUND_STEPS.slice(0, ROUND_STEPS.indexOf(before));
  return asked.find((step) => steps[step]?.state !== 'done');
}

/** The report of a project after a round, machine-readable. */
export const roundReportSchema = z.object({
  format: z.literal(1),
  project: z.string(),
  createdAt: z.number(),
  /** All rounds so far, the one of this report last. */
  rounds: z.array(roundSchema).min(1),
  /** What is said of them for `strict` and `ste`, the gate's metric first. */
  matrices: z.array(roundMatrixSchema).min(1),
  /** Records that the round was trained on, by origin and by the round they come from. */
  mix: z.array(z.object({ origin: z.string(), round: z.number().int().nullable(), records: z.number().int() })),
  improvements: z.array(improvementResultSchema),
  /** True where any model of the project is the practice model or the student: no proof of what a language model would do. */
  isPractice: z.boolean(),
  /** Which of them it is: who writes the data, who is trained. Absent in reports of earlier versions. */
  standIns: z.object({ teacher: z.boolean(), student: z.boolean() }).optional(),
});
export type RoundReport = z.infer<typeof roundReportSchema>;
