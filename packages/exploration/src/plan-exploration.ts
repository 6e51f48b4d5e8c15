import type { CallRange, Purpose } from '@imaginarium/contracts';
import type { ExplorationConfig } from './exploration-config.ts';

export interface ExplorationPlan {
  readonly trials: CallRange;
  /** Model calls by purpose. */
  readonly calls: Readonly<Record<Extract<Purpose, 'imagine' | 'solve' | 'reflect'>, CallRange>>;
  readonly executions: CallRange;
}

/**
 * What exploration will do, before it does anything. Low: every query is accepted and solved with one call, every
 * reflection is readable. High: every bound of the config is used up.
 */
export function planExploration(tools: number, config: ExplorationConfig): ExplorationPlan {
  const { episodes, trials, noveltyStop } = config;
  const most = tools * episodes * trials;
  const episodesBeforeStop = noveltyStop ? Math.ceil((noveltyStop.window + 1) / trials) : episodes;
  const least = tools * trials * Math.min(episodes, episodesBeforeStop);
  return {
    trials: { low: least, high: most },
    calls: {
      imagine: { low: least, high: most * config.imagineAttempts },
      solve: { low: least * 2, high: most * config.generations },
      reflect: config.reflection ? { low: least, high: most * 2 } : { low: 0, high: 0 },
    },
    executions: { low: least, high: most * config.executions },
  };
}
