import type { Trial } from '@imaginarium/contracts';
import type { ExplorationContext } from './exploration-context.ts';
import { emptyLongTermMemory, remember, rememberKnown } from './long-term-memory.ts';
import { isNoveltyFlat } from './novelty.ts';
import { runEpisode } from './run-episode.ts';

/**
 * All episodes of one tool in order, so that long-term memory holds; fewer when novelty flattens and the config says to stop.
 * With focuses there are as many trials as there are focuses.
 */
export async function* exploreTool(context: ExplorationContext): AsyncGenerator<Trial, void> {
  const { config, focuses, knownQueries } = context;
  const episodes = focuses ? Math.ceil(focuses.length / config.trials) : config.episodes;
  let longTerm = knownQueries ? rememberKnown(knownQueries) : emptyLongTermMemory;
  for (let episode = 0; episode < episodes; episode++) {
    for await (const trial of runEpisode(context, episode, longTerm)) {
      longTerm = remember(longTerm, trial);
      yield trial;
    }
    const queries = longTerm.queries.map(({ query }) => query);
    if (!focuses && config.noveltyStop && isNoveltyFlat(queries, config.noveltyStop)) return;
  }
}
