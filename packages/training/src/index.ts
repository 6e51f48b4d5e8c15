export { EXPORT_TOOLS, type ExportRequest, type ExportToolName } from './export/export-tool.ts';
export { type ExportedFolder, exportCommand, exportTarget, writeExport } from './export/write-export.ts';
export { createFireworksTuning, type FireworksTuningOptions } from './fireworks/create-fireworks-tuning.ts';
export { createHuggingFaceTuning, type HuggingFaceTuningOptions } from './huggingface/create-huggingface-tuning.ts';
export { createLocalServer, type LocalServer, type LocalServerOptions } from './local/create-local-server.ts';
export type {
  CompletionRequest,
  Trainer,
  TrainingEvent,
  TrainingMetrics,
  TrainingOrder,
  TrainingOutcome,
} from './local/trainer.ts';
export { endpointMatrix } from './matrix/endpoint-matrix.ts';
export { refuseClosed } from './matrix/refuse-closed.ts';
export { createOpenAITuning, type OpenAITuningOptions } from './openai/create-openai-tuning.ts';
export { type PreflightOptions, type PreflightReport, preflight } from './preflight/preflight.ts';
export { BASE_MODEL } from './student/student.ts';
export { createStudentTrainer } from './student/student-trainer.ts';
export { createTogetherTuning, type TogetherTuningOptions } from './together/create-together-tuning.ts';
export { createTrlTrainer, type TrlTrainerOptions } from './trl/trl-trainer.ts';
