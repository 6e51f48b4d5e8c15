export { type ProjectConfig, projectConfigJsonSchema, projectConfigSchema } from './project-config.ts';
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
