import {
  type Clock,
  type Executor,
  hashOf,
  type Journal,
  type JournalEntry,
  type Place,
  type ToolCall,
} from '@imaginarium/contracts';

/**
 * Remembers every observation in the run's journal, keyed by the call's content and place, and answers from it when
 * the run is resumed: no tool is called twice for one place. The observation is handed on when it is on disk.
 */
export function withObservationJournal(
  executor: Executor,
  options: {
    readonly journal: Journal;
    readonly clock: Clock;
    /** Hears of every observation, whether new or replayed. */
    readonly onEntry?: (entry: JournalEntry, isReplay: boolean) => void;
  },
): Executor {
  const { journal, clock, onEntry } = options;
  return {
    execute: async (call, context) => {
      const key = observationKey(call, context.place);
      const known = journal.get(key);
      if (known?.kind === 'tool') {
        onEntry?.(known, true);
        return known.observation;
      }
      const start = clock.now();
      const observation = await executor.execute(call, context);
      const at = clock.now();
      const entry: JournalEntry = { kind: 'tool', key, place: context.place, at, took: at - start, observation };
      await journal.append(entry);
      onEntry?.(entry, false);
      return observation;
    },
  };
}

/** The call's id is left out: providers make it up anew. */
function observationKey({ name, arguments: args, argumentsText }: ToolCall, place: Place): string {
  return hashOf({ kind: 'tool', place, name, arguments: args ?? argumentsText });
}
