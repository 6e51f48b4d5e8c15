import type { Trial } from '@imaginarium/contracts';
import type { ExplorationContext } from './exploration-context.ts';
import { type LongTermMemory, remember } from './long-term-memory.ts';
import { runTrial } from './run-trial.ts';

/**
 * The trials of one episode, in order, each as it ends. Short-term memory lives and dies here; a pure function of
 * config, long-term memory so far, and the models' and tools' replies.
 */
export async function* runEpisode(
  context: ExplorationContext,
  episode: number,
  longTermMemory: LongTermMemory,
): AsyncGenerator<Trial, void> {
  let longTerm = longTermMemory;
  const shortTerm: Trial[] = [];
  for (let trial = 0; trial < context.config.trials; trial++) {
    context.signal?.throwIfAborted();
    const done = await runTrial(context, { episode, trial }, { longTerm, shortTerm });
    yield done;
    longTerm = remember(longTerm, done);
    if (context.config.shortTermMemory) shortTerm.push(done);
  }
}
