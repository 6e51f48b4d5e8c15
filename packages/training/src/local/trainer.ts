import type { ChatReply, Message, ToolDefinition } from '@imaginarium/contracts';
import { z } from 'zod';

/** What a trainer is asked to do; everything is by path, so that a job outlives the process that began it. */
export interface TrainingOrder {
  /** Folder of the job's own: the trainer keeps here what it needs to go on after a pause or a kill. */
  readonly folder: string;
  readonly baseModel: string;
  /** Folder of an earlier checkpoint of this trainer to go on from; null trains the base model. */
  readonly checkpoint: string | null;
  /** JSONL in OpenAI's fine-tuning format. */
  readonly trainingFile: string;
  readonly validationFile: string | null;
  readonly method: 'supervised' | 'dpo';
  /** Null leaves the choice to the trainer. */
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly learningRateMultiplier: number | null;
  /** DPO only: above 0, at most 2. @default the trainer's choice */
  readonly beta?: number;
  readonly seed: number;
}

/** Losses are per trained token (or decision, where a trainer has no tokens); accuracies 0 to 1. */
export const trainingMetricsSchema = z.object({
  step: z.number(),
  totalSteps: z.number(),
  trainLoss: z.number(),
  trainAccuracy: z.number().optional(),
  validLoss: z.number().optional(),
  validAccuracy: z.number().optional(),
});
export type TrainingMetrics = Readonly<z.infer<typeof trainingMetricsSchema>>;

export type TrainingEvent =
  | { readonly kind: 'message'; readonly level: 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly kind: 'metrics'; readonly metrics: TrainingMetrics }
  /** A checkpoint that can be served and trained on from, in a folder inside the order's. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: string; readonly metrics: TrainingMetrics };

export interface TrainingOutcome {
  /** Folder of the last checkpoint. */
  readonly checkpoint: string;
  readonly trainedTokens: number;
}

export interface CompletionRequest {
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

/** The port that trainers stand behind: `student`, `trl`. */
export interface Trainer {
  readonly name: string;
  /** Names under which the untrained models are offered. */
  readonly baseModels: readonly string[];
  /** A job of any other method is refused when it is asked for. */
  readonly methods: readonly TrainingOrder['method'][];
  /**
   * Trains until done. Aborted, it keeps its state in the order's folder and rejects; called again with the same order it goes
   * on from there.
   * @throws ImaginariumError `input/…` for data that cannot be trained on, `interrupted/aborted`, `endpoint/…` for a trainer that fails
   */
  train(
    order: TrainingOrder,
    options: { readonly signal: AbortSignal; readonly onEvent: (event: TrainingEvent) => void },
  ): Promise<TrainingOutcome>;
  /** Answers with the base model (checkpoint null) or a checkpoint of it. */
  complete(
    model: { readonly baseModel: string; readonly checkpoint: string | null },
    request: CompletionRequest,
    options: { readonly signal?: AbortSignal },
  ): Promise<ChatReply>;
}
