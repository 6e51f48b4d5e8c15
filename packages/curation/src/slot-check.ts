import { isDateStated, statedDates } from './date-notation.ts';
import { isDerivable } from './derivable.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { digitNumbers, isSameNumber } from './number-notation.ts';
import { statedTimes } from './time-notation.ts';
import { leavesTradingPlaces } from './trading-places.ts';
import { readWording, type Wording } from './wording.ts';

export interface SlotCheck {
  /** Why the rewording does not carry the call's arguments; undefined when the rules find nothing wrong. */
  readonly reason: string | undefined;
  /** Values that only the judge could derive from the seed, or that may have traded places: it must be asked about the rewording. */
  readonly undecided: readonly GroundedLeaf[];
}

/**
 * The slot check: every argument that rules derived from the seed's query must be derivable from the rewording by the
 * same rules, the rewording may state no number, date or other listed choice that the seed does not.
 */
export function checkSlots(grounding: readonly GroundedLeaf[], seedQuery: string, rewording: string): SlotCheck {
  const [seed, reworded] = [readWording(seedQuery), readWording(rewording)];
  const [loose, looseReworded] = [readWording(withoutDates(seedQuery)), readWording(withoutDates(rewording))];
  const undecided = [
    ...grounding.filter(({ from }) => from === 'judge'),
    ...leavesTradingPlaces(grounding, seedQuery, rewording),
  ];
  // A 5 that the seed states by itself is not kept by the fifth of a month.
  const isKept = (value: unknown) => isTextDerivable(value, isTextDerivable(value, loose) ? looseReworded : reworded);
  const lost = grounding.filter(({ from, leaf }) => from === 'query' && !isKept(leaf.value));
  if (lost.length > 0)
    return {
      reason: `it loses ${lost.map(({ leaf }) => `${leaf.path} = ${JSON.stringify(leaf.value)}`).join(', ')}`,
      undecided,
    };
  const added = addedValue(seed, rewording) ?? addedChoice(grounding, seed, reworded);
  return { reason: added === undefined ? undefined : `it adds ${added}`, undecided };
}

const isTextDerivable = (value: unknown, wording: Wording) =>
  (typeof value === 'string' || typeof value === 'number') && isDerivable(value, wording);

function withoutDates(text: string): string {
  return [...statedDates(text), ...statedTimes(text)].reduce(
    (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    text,
  );
}

/** A number or date that the rewording states and the seed does not, as it is written. */
function addedValue(seed: Wording, rewording: string): string | undefined {
  const dates = statedDates(rewording);
  const newDate = dates.find(
    ({ readings }) => !readings.some((reading) => seed.dates.some((stated) => isDateStated(reading, stated))),
  );
  const times = statedTimes(rewording);
  const covered = [...dates, ...times];
  const newNumber = digitNumbers(rewording).find(
    ({ readings, start, end }) =>
      // `UTF-8` and `COVID-19` are names, not numbers.
      !/\p{L}-$/u.test(rewording.slice(0, start)) &&
      !covered.some((span) => start < span.end && span.start < end) &&
      !readings.some((reading) => seed.numbers.some((number) => isSameNumber(Math.abs(reading), Math.abs(number)))),
  );
  const newTime = times.find(({ time }) => !seed.numbers.includes(time.hour) && !seed.numbers.includes(time.hour % 12));
  const found = newDate ?? newNumber ?? newTime;
  return found === undefined ? undefined : JSON.stringify(rewording.slice(found.start, found.end).trim());
}

/** Another of a slot's listed choices than the call's, stated by the rewording only. */
function addedChoice(grounding: readonly GroundedLeaf[], seed: Wording, reworded: Wording): string | undefined {
  for (const { leaf } of grounding)
    for (const choice of choicesOf(leaf)) {
      if (choice === leaf.value || typeof choice !== 'string') continue;
      if (isDerivable(choice, reworded) && !isDerivable(choice, seed)) return `the choice ${JSON.stringify(choice)}`;
    }
  return undefined;
}
