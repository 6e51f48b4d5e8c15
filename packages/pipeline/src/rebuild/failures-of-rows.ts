import { existsSync } from 'node:fs';
import { ImaginariumError, type Place, removalSchema, type Trial, trialSchema } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { runPath } from '../run-paths.ts';

/** How curation says that a model could not be asked about one row (`createRowModel`). */
const UNUSABLE = /the model could not be used: (endpoint\/[a-z-]+): ([\s\S]*)$/;

/** What is known of a run beside its journal: the trials that it made, and the calls that failed for one row only. */
export interface KnownRows {
  /** The trial at a place; undefined for another place, or when the trials are not there. */
  readonly trialAt: (place: Place) => Trial | undefined;
  /** The failure that a model call at this place ended in: failures are no replies, so the journal does not have them. */
  readonly failureAt: (place: Place) => ImaginariumError | undefined;
}

/** Reads the trials and removals of a run folder, as far as they are there. @throws ImaginariumError `input/malformed` */
export async function readKnownRows(folder: string): Promise<KnownRows> {
  const trials = new Map<string, Trial>();
  const failures = new Map<string, { code: string; message: string }>();
  if (existsSync(runPath(folder, 'trials')))
    for await (const trial of readJsonl(runPath(folder, 'trials'), { schema: trialSchema })) {
      trials.set(trial.id, trial);
      if (trial.failure) failures.set(`trial ${trial.id}`, trial.failure);
    }
  if (existsSync(runPath(folder, 'removals')))
    for await (const { id, reason } of readJsonl(runPath(folder, 'removals'), { schema: removalSchema })) {
      const [, code, message = ''] = UNUSABLE.exec(reason) ?? [];
      if (code !== undefined) failures.set(`row ${id}`, { code, message });
    }
  const trialId = ({ tool, episode, trial }: Place) => `${tool}/${episode}/${trial}`;
  return {
    trialAt: (place) => trials.get(trialId(place)),
    failureAt: (place) => {
      const failure = failures.get(place.item === undefined ? `trial ${trialId(place)}` : `row ${place.item}`);
      return failure && new ImaginariumError({ ...failure, code: failure.code as ImaginariumError['code'] });
    },
  };
}
