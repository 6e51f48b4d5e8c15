export { createManualClock } from './manual-clock.ts';
export { createScriptedModel } from './scripted-model.ts';
