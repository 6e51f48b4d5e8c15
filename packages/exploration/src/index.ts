export { type ExplorationConfig, explorationConfigSchema } from './exploration-config.ts';
export type { ExplorationContext, TrialPlace } from './exploration-context.ts';
export { type ExploreOptions, explore } from './explore.ts';
export { exploreTool } from './explore-tool.ts';
export { emptyLongTermMemory, type LongTermMemory, remember } from './long-term-memory.ts';
export { isNoveltyFlat, noveltyOf } from './novelty.ts';
export { type ExplorationPlan, planExploration } from './plan-exploration.ts';
export { runEpisode } from './run-episode.ts';
export { type QueryContext, validateQuery } from './validate-query.ts';
