export { type ImportToolboxOptions, importToolbox } from './import-toolbox.ts';
export { createPracticeModel, type PracticeModelOptions } from './practice/practice-model.ts';
export type { Mistake, Scenario, Slots } from './practice/scenario.ts';
export { toolboxTools } from './tools/index.ts';
