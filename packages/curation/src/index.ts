export type { CurationCounts } from './count-examples.ts';
export { type Curation, type CurationOptions, type CurationProgress, curate } from './curate.ts';
export { type CurationConfig, curationConfigSchema } from './curation-config.ts';
export { type Contaminant, type ContaminationCheck, createContaminationCheck } from './decontaminate.ts';
export type { NearMisses, NoCallContext } from './no-call-examples.ts';
export { noCallFromQueries, type UnservedQuery } from './no-call-from-queries.ts';
export { type CurationPlan, planCuration } from './plan-curation.ts';
export { createRowModel, type RowModel } from './row-model.ts';
