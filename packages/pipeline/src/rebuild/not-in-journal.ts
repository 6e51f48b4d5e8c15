import { ImaginariumError, type Place } from '@imaginarium/contracts';

/** The error of a rebuild that would have to call something. */
export function notInJournal(what: string, place: Place): ImaginariumError {
  return new ImaginariumError({
    code: 'input/not-in-journal',
    message: `The journal does not answer ${what} at ${placeName(place)}.`,
    hint: 'Nothing was called and nothing was written. Either the journal is not whole, or this version of Imaginarium asks otherwise than the one that made the run (manifest.json, versions).',
  });
}

/** `add_days/0/1, solve 2` */
function placeName({ tool, episode, trial, item, step, ordinal }: Place): string {
  const row = item ?? [tool, episode, trial].filter((part) => part !== undefined).join('/');
  return `${row === '' ? '' : `${row}, `}${step} ${ordinal}`;
}
