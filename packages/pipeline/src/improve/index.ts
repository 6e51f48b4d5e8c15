export { accountImprovement, type ImprovementAccount } from './account-improvement.ts';
export { focusesOf, type Improvement, improvementSchema, knownQueriesOf, nearMissesOf } from './improvement.ts';
export { readImprovement, writeImprovement } from './improvement-file.ts';
export { type ImprovementRequest, planImprovement } from './plan-improvement.ts';
