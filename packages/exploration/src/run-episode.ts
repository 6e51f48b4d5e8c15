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
  const { config, focuses } = context;
  const first = episode * config.trials;
  const trials = focuses ? Math.min(config.trials, focuses.length - first) : config.trials;
  for (let trial = 0; trial < trials; trial++) {
    context.signal?.throwIfAborted();
    const done = await runTrial(context, { episode, trial }, { longTerm, shortTerm }, focuses?.[first + trial]);
    yield done;
    longTerm = remember(longTerm, done);
    if (config.shortTermMemory) shortTerm.push(done);
  }
}
