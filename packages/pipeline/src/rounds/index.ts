export { isRoundFolder, type RebuildRoundRequest, rebuildRound } from '../rebuild/rebuild-round.ts';
export { addRound, improveRound } from './add-round.ts';
export { addToolSources } from './add-tool-sources.ts';
export { type InitRequest, initProject } from './init-project.ts';
export { trainingCommand } from './mix-targets.ts';
export { planImproveRound, planRound } from './plan-round.ts';
export { type ProjectConfig, projectConfigJsonSchema, projectConfigSchema } from './project-config.ts';
export { readProject, readRound } from './read-project.ts';
export { type LoadedProject, readProjectConfig } from './read-project-config.ts';
export type {
  ImproveRequest,
  ProjectStatus,
  RoundDetail,
  RoundEvent,
  RoundPlan,
  RoundRequest,
  RoundResult,
  RoundSummary,
} from './round-api.ts';
export { sumSpent } from './spent.ts';
export { standInsOf } from './stand-ins.ts';
