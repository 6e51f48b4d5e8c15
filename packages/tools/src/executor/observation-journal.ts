import {
  type Clock,
  type Executor,
  hashOf,
  isPassingFailure,
  isTooDeep,
  type Journal,
  type JournalEntry,
  type JsonValue,
  type Observation,
  type ToolCall,
} from '@imaginarium/contracts';

/**
 * Writes every call that was made, and what came back, into the run's journal, keyed by place, call and conditions, and
 * answers from it when the run is resumed: no tool is called twice for one place. Never answered from it is
 * what costs nothing to ask again (a call that was refused or dry-run) and what may have passed (a time-out, a rate limit, an
 * unreachable or forbidden address): the person may have removed the cause.
 */
export function withObservationJournal(
  executor: Executor,
  options: {
    readonly journal: Journal;
    readonly clock: Clock;
    /**
     * What else decides what a tool's call comes back with: the tool's version and code, the policy. Other conditions, another call.
     * @default the same for ever
     */
    readonly conditionsOf?: (tool: string) => JsonValue;
    /**
     * Whether a tool changes something. What led to its call, and what came back, is then on disk before the run goes on, so that a
     * machine that dies does not make the change twice.
     * @default none does
     */
    readonly isWrite?: (tool: string) => boolean;
    /** Hears of every observation of a call that was made, whether new or replayed. */
    readonly onEntry?: (entry: JournalEntry, isReplay: boolean) => void;
  },
): Executor {
  const { journal, clock, conditionsOf, isWrite, onEntry } = options;
  return {
    execute: async (call, context) => {
      const { place } = context;
      const key = hashOf({ kind: 'tool', place, call: contentOf(call), conditions: conditionsOf?.(call.name) });
      const known = journal.get(key);
      if (known?.kind === 'tool' && isLasting(known.observation)) {
        onEntry?.(known, true);
        return known.observation;
      }
      const changes = isWrite?.(call.name) === true;
      if (changes) await journal.sync();
      const start = clock.now();
      const observation = await executor.execute(call, context);
      if (!isMade(observation)) return observation;
      const at = clock.now();
      const entry: JournalEntry = { kind: 'tool', key, place, at, took: at - start, observation };
      await journal.append(entry);
      if (changes) await journal.sync();
      onEntry?.(entry, false);
      return observation;
    },
  };
}

/** The call's id is left out: providers make it up anew. */
function contentOf({ name, arguments: args, argumentsText }: ToolCall): JsonValue {
  return { name, arguments: args === null || isTooDeep(args) ? argumentsText : args };
}

const isMade = ({ origin }: Observation) => origin !== 'none' && origin !== 'dry-run';

const isLasting = (observation: Observation) =>
  !isPassingFailure(observation) && observation.failure !== 'address-denied';
