import type { Scenario } from '../practice/scenario.ts';

/** Every kind of request that the practice model can talk about; one file a tool. */
export const scenarios: readonly Scenario[] = [];
