export type { SmokeReport } from '@imaginarium/evaluation';
export type { PreflightReport } from '@imaginarium/training';
export { type LoadedConfig, readRunConfig } from './config/read-run-config.ts';
export { type RunConfig, runConfigJsonSchema, runConfigSchema } from './config/run-config.ts';
export { type ToolSourceConfig, toolSourceConfigSchema } from './config/tools-config.ts';
export type { DataSet } from './data-sets.ts';
export { compareSchemas, type SchemaChange } from './diff/compare-schemas.ts';
export {
  type ChangedTool,
  compareTool,
  compareTools,
  type ToolComparison,
  type ToolDifference,
} from './diff/compare-tools.ts';
export type { ArgumentComparison, ValueSummary } from './diff/compare-values.ts';
export { type CountComparison, type DataSetDiff, diffDataSets } from './diff/diff-data-sets.ts';
export type { Environment } from './environment.ts';
export { evaluateModel } from './evaluate/evaluate-model.ts';
export type { EvaluationConfig, ScoringConfig } from './evaluate/evaluation-config.ts';
export { evaluationConfigJsonSchema } from './evaluate/evaluation-config.ts';
export { EVALUATION_FILES } from './evaluate/evaluation-paths.ts';
export type { LoadedEvaluation } from './evaluate/open-evaluation.ts';
export { type EvaluationPlan, planEvaluation } from './evaluate/plan-evaluation.ts';
export { type EvaluationKeys, readEvaluationConfig, readScoringConfig } from './evaluate/read-evaluation-config.ts';
export { type EvaluationResult, scorePredictions } from './evaluate/score-predictions.ts';
export { smokeModel } from './evaluate/smoke-model.ts';
export { type OpenTools, openTools } from './open-tools.ts';
export { type PlannedPurpose, planRun, type RunPlan } from './plan-run.ts';
export { findExample, findTrial, type RunReport, readRemovals, readRun } from './read-run.ts';
export type { RebuiltFile } from './rebuild/compare-outputs.ts';
export { type RebuildReport, type RebuildRequest, rebuildRun } from './rebuild/rebuild-run.ts';
export { type RunResult, run } from './run.ts';
export type { RunEvent } from './run-event.ts';
export { RUN_FILES } from './run-paths.ts';
export { usesPracticeModel } from './run-purposes.ts';
export { checkEndpoints, type EndpointRow } from './train/check-endpoints.ts';
export { exportTraining } from './train/export-training.ts';
export { followJob } from './train/follow-job.ts';
export {
  type LaunchEvent,
  type LaunchPlan,
  type LaunchRequest,
  launchTraining,
  planLaunch,
} from './train/launch-training.ts';
export { type KnownJob, listJobs, listLaunched, settingsOfJob } from './train/list-jobs.ts';
export { type EndpointSettings, openTuningEndpoint } from './train/open-tuning-endpoint.ts';
export { preflightRecords } from './train/preflight-records.ts';
export { serveLocally } from './train/serve-locally.ts';
export { uploadRecords } from './train/upload-records.ts';
export type { WaterfallStep } from './waterfall.ts';
