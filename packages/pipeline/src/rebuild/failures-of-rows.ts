import { existsSync } from 'node:fs';
import { ImaginariumError, type Place, removalSchema, type Trial, trialSchema } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { z } from 'zod';
import { runPath } from '../run-paths.ts';

/** How curation says that a model could not be asked about one row (`createRowModel`). */
const UNUSABLE = /the model could not be used: (endpoint\/[a-z-]+): ([\s\S]*)$/;

/** Of a run's removals, or a round's. */
const removalFactsSchema = removalSchema.pick({ id: true, reason: true }).extend({ stage: z.string() });

/** What is known of a run beside its journal: the trials that it made, and the calls that failed for one row only. */
export interface KnownRows {
  /** The trial at a place; undefined for another place, or when the trials are not there. */
  readonly trialAt: (place: Place) => Trial | undefined;
  /** The failure that a model call at this place ended in: failures are no replies, so the journal does not have them. */
  readonly failureAt: (place: Place) => ImaginariumError | undefined;
}

/**
 * Reads the trials and removals of a run folder, as far as they are there, and those that the run is asked to answer for beside its own. Rewordings of one seed are asked one after the other and
 * removed in that order: each failure is told once.
 *
 * @throws ImaginariumError `input/malformed`
 */
export async function readKnownRows(folder: string, moreRemovals: readonly string[] = []): Promise<KnownRows> {
  const trials = new Map<string, Trial>();
  const failures = new Map<string, { code: string; message: string }[]>();
  const add = (row: string, failure: { code: string; message: string }) =>
    failures.set(row, [...(failures.get(row) ?? []), failure]);
  if (existsSync(runPath(folder, 'trials')))
    for await (const trial of readJsonl(runPath(folder, 'trials'), { schema: trialSchema })) {
      trials.set(trial.id, trial);
      if (trial.failure) add(`trial ${trial.id}`, trial.failure);
    }
  for (const path of [runPath(folder, 'removals'), ...moreRemovals].filter((path) => existsSync(path)))
    for await (const { stage, id, reason } of readJsonl(path, { schema: removalFactsSchema })) {
      const [, code, message = ''] = UNUSABLE.exec(reason) ?? [];
      const row = stage === 'paraphrase' ? `rewording ${id.slice(0, id.lastIndexOf('~'))}` : `row ${id}`;
      if (code !== undefined) add(row, { code, message });
    }
  return {
    trialAt: (place) => trials.get(trialId(place)),
    failureAt: (place) => {
      const failure = failures.get(rowOf(place))?.shift();
      return failure && new ImaginariumError({ ...failure, code: failure.code as ImaginariumError['code'] });
    },
  };
}

const trialId = ({ tool, episode, trial }: Place): string => `${tool}/${episode}/${trial}`;

/** The row that a call is about. A rewording's place is `SEED~?N`, and asking for it stands at the seed's. */
function rowOf(place: Place): string {
  const { item, step } = place;
  if (item === undefined) return `trial ${trialId(place)}`;
  const [seed, number] = item.split('~?');
  return step === 'paraphrase' || number !== undefined ? `rewording ${seed}` : `row ${item}`;
}
