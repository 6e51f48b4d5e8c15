import type { Purpose } from '@imaginarium/contracts';
import type { ExplorationConfig } from './exploration-config.ts';

/** How many calls, at least and at most, both inclusive. */
export type CallRange = readonly [least: number, most: number];

export interface ExplorationPlan {
  readonly tools: number;
  readonly trials: CallRange;
  readonly calls: Readonly<Partial<Record<Purpose, CallRange>>>;
  readonly executions: CallRange;
}

/** What exploration will do, before it does anything. */
export function planExploration(tools: number, config: ExplorationConfig): ExplorationPlan {
  const most = tools * config.episodes * config.trials;
  const least = config.noveltyStop
    ? tools *
      Math.min(
        config.episodes * config.trials,
        Math.ceil((config.noveltyStop.window + 1) / config.trials) * config.trials,
      )
    : most;
  return {
    tools,
    trials: [least, most],
    calls: {
      imagine: [least, most * config.imagineAttempts],
      solve: [least, most * config.generations],
      ...(config.reflection ? { reflect: [least, most * 2] as const } : {}),
    },
    executions: [0, most * config.executions],
  };
}
