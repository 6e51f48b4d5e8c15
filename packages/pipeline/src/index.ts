export { type LoadedConfig, readRunConfig } from './config/read-run-config.ts';
export { type RunConfig, runConfigJsonSchema, runConfigSchema } from './config/run-config.ts';
export { type ToolSourceConfig, toolSourceConfigSchema } from './config/tools-config.ts';
export type { DataSet } from './data-sets.ts';
export { compareSchemas } from './diff/compare-schemas.ts';
export {
  type ChangedTool,
  compareTool,
  compareTools,
  type ToolComparison,
} from './diff/compare-tools.ts';
export type { ArgumentComparison, ValueSummary } from './diff/compare-values.ts';
export { type CountComparison, type DataSetDiff, diffDataSets } from './diff/diff-data-sets.ts';
export type { Environment } from './environment.ts';
export { type OpenTools, openTools } from './open-tools.ts';
export { type PlannedPurpose, planRun, type RunPlan } from './plan-run.ts';
export { findExample, findTrial, type RunReport, readRemovals, readRun } from './read-run.ts';
export type { RebuiltFile } from './rebuild/compare-outputs.ts';
export type { RebuildReport } from './rebuild/rebuild-report.ts';
export { type RebuildRequest, rebuildRun } from './rebuild/rebuild-run.ts';
export { type RunResult, run } from './run.ts';
export type { RunEvent } from './run-event.ts';
export { RUN_FILES } from './run-paths.ts';
export { usesPracticeModel } from './run-purposes.ts';
export type { WaterfallStep } from './waterfall.ts';
