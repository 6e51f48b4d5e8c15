import { z } from 'zod';

export const endpointNameSchema = z.enum(['openai', 'huggingface', 'together', 'fireworks', 'local', 'export']);
export type EndpointName = z.infer<typeof endpointNameSchema>;

export const tuningMethodSchema = z.enum(['sft', 'dpo']);
export type TuningMethod = z.infer<typeof tuningMethodSchema>;

/** A file of records on disk, as formatting wrote it. */
export const recordFileSchema = z.object({
  path: z.string(),
  /** The target whose lines it holds: `openai`, `trl`, … */
  target: z.string(),
  kind: z.enum(['sft', 'preference']),
  split: z.enum(['train', 'validation']),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  /** Tokens that one epoch trains on or reads; null when they were not counted. */
  tokens: z.number().int().nonnegative().nullable(),
});
export type RecordFile = z.infer<typeof recordFileSchema>;

/** A file at an endpoint. */
export const uploadedFileSchema = z.object({
  endpoint: endpointNameSchema,
  /** What the endpoint calls it: a file id, a data set repository at a revision, a folder. */
  id: z.string(),
  sha256: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type UploadedFile = z.infer<typeof uploadedFileSchema>;

/** Absent: the endpoint's own choice. An endpoint that has no such knob says so before launch, it never drops one silently. */
export const hyperparametersSchema = z.strictObject({
  epochs: z.number().int().min(1).max(50).optional(),
  batchSize: z.number().int().min(1).max(256).optional(),
  /** A factor on the endpoint's default; endpoints that take rates multiply their documented default. */
  learningRateMultiplier: z.number().positive().optional(),
  /** DPO: how close to the reference model, above 0, at most 2. */
  beta: z.number().positive().max(2).optional(),
  /** Rank of the LoRA adapter; 0 trains all weights. */
  loraRank: z.number().int().nonnegative().optional(),
});
export type Hyperparameters = z.infer<typeof hyperparametersSchema>;

export const tuningRequestSchema = z.object({
  /** Names the launch: however often it is repeated or killed, there is one job of this key. */
  runKey: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  /** The base model, or an earlier checkpoint, as the endpoint names it. */
  model: z.string(),
  method: tuningMethodSchema,
  training: uploadedFileSchema,
  validation: uploadedFileSchema.nullable(),
  /** Becomes part of the checkpoint's name where the endpoint allows it. */
  suffix: z
    .string()
    .regex(/^[a-zA-Z0-9-]{1,40}$/)
    .optional(),
  seed: z.number().int().nonnegative(),
  hyperparameters: hyperparametersSchema,
});
export type TuningRequest = z.infer<typeof tuningRequestSchema>;

export const jobStateSchema = z.enum(['validating', 'queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

/** Whether a job in this state will never change again. */
export function isFinal(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

/** A fine-tuning job as its endpoint tells it. Times are milliseconds since the epoch. */
export const tuningJobSchema = z.object({
  endpoint: endpointNameSchema,
  id: z.string(),
  /** Null for a job that this project did not launch. */
  runKey: z.string().nullable(),
  model: z.string(),
  method: tuningMethodSchema.nullable(),
  state: jobStateSchema,
  /** The endpoint's own word for the state. */
  stateAs: z.string(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  /** Where the result can be asked, `provider:model[@base-url]` for `evaluate --model`; null before there is one. */
  checkpoint: z.string().nullable(),
  trainedTokens: z.number().int().nonnegative().nullable(),
  /** Why it failed, in the endpoint's words. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** A page for a person, where there is one. */
  url: z.string().nullable(),
});
export type TuningJob = z.infer<typeof tuningJobSchema>;

/** Losses are per trained token, accuracies 0 to 1. */
export const tuningMetricsSchema = z.object({
  step: z.number().int().nonnegative(),
  totalSteps: z.number().int().positive().nullable(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  validLoss: z.number().nullable(),
  validAccuracy: z.number().nullable(),
});
export type TuningMetrics = z.infer<typeof tuningMetricsSchema>;

export const jobEventSchema = z.object({
  /** Unique in its job, so that a watch that is taken up again shows nothing twice. */
  id: z.string(),
  at: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  metrics: tuningMetricsSchema.optional(),
});
export type JobEvent = z.infer<typeof jobEventSchema>;

/** A checkpoint that can be asked or trained on from. */
export const tuningCheckpointSchema = z.object({
  id: z.string(),
  step: z.number().int().nonnegative(),
  /** `provider:model[@base-url]`; null where this checkpoint is not served. */
  model: z.string().nullable(),
  metrics: tuningMetricsSchema.nullable(),
});
export type TuningCheckpoint = z.infer<typeof tuningCheckpointSchema>;

/** What a launch will cost before it is made. */
export const costEstimateSchema = z.object({
  /** US dollars as a range; null when a price is not known, which is then said. */
  dollars: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** What it was reckoned from: tokens x epochs x price, or hours x hardware price, with the date of the price. */
  basis: z.string(),
  hardware: z.string().nullable(),
  /** Milliseconds after which the endpoint ends the job; null where it does not. */
  timeoutMs: z.number().nullable(),
});
export type CostEstimate = z.infer<typeof costEstimateSchema>;

/** One row of the capability matrix. Facts carry the date at which they were true and their source. */
export const endpointCapabilitySchema = z.object({
  endpoint: endpointNameSchema,
  title: z.string(),
  state: z.enum(['open', 'closing', 'closed']),
  /** Days as `YYYY-MM-DD`: what ends when. */
  sunsets: z.array(z.object({ date: z.string(), what: z.string() })),
  methods: z.array(tuningMethodSchema),
  /** Target of formatting that it takes, by kind of data. */
  targets: z.object({ sft: z.string(), preference: z.string().nullable() }),
  /** Base models known to work; where any goes, a few that are usual. */
  models: z.array(z.string()),
  takesAnyModel: z.boolean(),
  limits: z.array(z.string()),
  /** Environment variables that must be set. */
  secrets: z.array(z.string()),
  /** The nearest open alternative for one that is closing or closed. */
  instead: endpointNameSchema.nullable(),
  checkedOn: z.string(),
  sources: z.array(z.string()),
});
export type EndpointCapability = z.infer<typeof endpointCapabilitySchema>;

/** What a live look at an endpoint found. */
export interface EndpointCheck {
  /** `unknown`: nothing could be asked, for want of a key or network. */
  readonly state: 'open' | 'closed' | 'unknown';
  readonly message: string;
}

/** A reason why a request cannot be sent as it is: found before anything is uploaded. */
export interface TuningProblem {
  readonly message: string;
  readonly hint?: string;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * The port that every fine-tuning endpoint stands behind. All methods throw ImaginariumError: `endpoint/…`, `secret/…`,
 * `permission/…` (`permission/closed` where the service takes no new jobs), `input/…`, `interrupted/aborted`.
 */
export interface TuningEndpoint {
  readonly name: EndpointName;
  /** Asks the endpoint, at no cost, whether it would take a job. */
  check(options?: CallOptions): Promise<EndpointCheck>;
  /** What the endpoint's limits forbid: model, method, sizes, hyperparameters. Pure but for reading the files. */
  refuse(
    request: Omit<TuningRequest, 'training' | 'validation'>,
    files: readonly RecordFile[],
  ): Promise<readonly TuningProblem[]>;
  estimate(
    request: Omit<TuningRequest, 'training' | 'validation'>,
    files: readonly RecordFile[],
    options?: CallOptions,
  ): Promise<CostEstimate>;
  /** A file of equal content that is there already is not sent again. */
  upload(
    file: RecordFile,
    options?: CallOptions & { readonly onProgress?: (sentBytes: number, totalBytes: number) => void },
  ): Promise<UploadedFile>;
  /** Exactly one job a run key: finds the one that is there before, and after a lost reply, instead of making a second. */
  launch(request: TuningRequest, options?: CallOptions): Promise<TuningJob>;
  job(id: string, options?: CallOptions): Promise<TuningJob>;
  /** Newest first. */
  jobs(options?: CallOptions & { readonly limit?: number }): Promise<readonly TuningJob[]>;
  cancel(id: string, options?: CallOptions): Promise<TuningJob>;
  /** Events in order, from the first or after one that is known, until the job is final. */
  watch(id: string, options?: CallOptions & { readonly after?: string }): AsyncIterable<JobEvent>;
  /** In order of step. */
  checkpoints(id: string, options?: CallOptions): Promise<readonly TuningCheckpoint[]>;
}
