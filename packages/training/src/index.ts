export type {
  CompletionRequest,
  Trainer,
  TrainingEvent,
  TrainingMetrics,
  TrainingOrder,
  TrainingOutcome,
} from './local/trainer.ts';
