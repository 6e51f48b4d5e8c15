import {
  type Clock,
  canonicalJson,
  createRandom,
  type Executor,
  ImaginariumError,
  type Journal,
  type Observation,
  type Place,
  type ToolSpec,
} from '@imaginarium/contracts';
import { createExecutor } from '@imaginarium/tools';
import type { RunConfig } from '../config/run-config.ts';
import { parseToolSource } from '../parse-tool-source.ts';
import { effectsOf } from '../stages/open-executor.ts';
import type { KnownRows } from './failures-of-rows.ts';
import { notInJournal } from './not-in-journal.ts';

/**
 * Answers calls from the observations of a journal. They are found by place, not by key: the key holds a hash of the tool's code or
 * description, which may be gone, and at one place a run makes one call. What was refused before it was made stands in no journal
 * and is refused anew, by the same executor, from the specs.
 *
 * @throws (from `execute`) ImaginariumError `input/not-in-journal`
 */
export function replayExecutor(options: {
  readonly config: Pick<RunConfig, 'execution' | 'seed' | 'tools'>;
  readonly specs: readonly ToolSpec[];
  readonly clock: Clock;
  readonly journal: Journal;
  readonly known: KnownRows;
}): Executor {
  const { config, specs, clock, journal, known } = options;
  const { recordings: recordingMode, recordingsFile: _, ...policy } = config.execution;
  const tools = specs.map((spec) => ({ spec }));
  const undone = createExecutor({
    tools,
    clock,
    random: createRandom(config.seed),
    secret: (name) => {
      throw new ImaginariumError({ code: 'secret/missing', message: `The secret "${name}" is not known.` });
    },
    policy: { ...policy, effects: effectsOf({ tools }) },
    recordingMode,
  });
  const kindOf = new Map(specs.map(({ name, source }) => [name, source.kind]));
  const hasSimulator = config.tools.some(({ from, server }) => parseToolSource(from).kind === 'toolbench' && server);
  const neverMade = ({ failure }: Observation, name: string) =>
    failure === 'not-recorded' || (kindOf.get(name) === 'toolbench' && !hasSimulator);
  const observations = gatherObservations(journal);
  return {
    execute: async (call, { place, signal }) => {
      const refusal = await undone.execute(call, { place, ...(signal ? { signal } : {}) });
      if (refusal.failure !== 'not-executable' && refusal.failure !== 'not-recorded') return refusal;
      const found = chosen(observations.get(canonicalJson(place)) ?? [], place, known);
      if (found !== undefined) return found;
      if (neverMade(refusal, call.name)) return refusal;
      throw notInJournal(`the call of ${call.name}`, place);
    },
  };
}

function gatherObservations(journal: Journal): Map<string, Observation[]> {
  const observations = new Map<string, Observation[]>();
  for (const entry of journal.entries()) {
    if (entry.kind !== 'tool') continue;
    const at = canonicalJson(entry.place);
    observations.set(at, [...(observations.get(at) ?? []), entry.observation]);
  }
  return observations;
}

/** Where a place was called under several conditions (its tool's code was changed): the one that the trial has, else the last. */
function chosen(observations: readonly Observation[], place: Place, { trialAt }: KnownRows): Observation | undefined {
  if (observations.length < 2) return observations[0];
  const seen = new Set(trialAt(place)?.attempts.map(({ observation }) => canonicalJson(observation)));
  return observations.findLast((observation) => seen.has(canonicalJson(observation))) ?? observations.at(-1);
}
