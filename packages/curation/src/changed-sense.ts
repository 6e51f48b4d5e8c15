import { type CalendarDate, isDateStated, leadingDate, statedDates } from './date-notation.ts';

const LATER = /\b(?:after|later|following|afterwards|hence)\b/i;
/** What a point in time begins with: `before today` and `since 3 May` may ask for the same count of days. */
const POINT =
  '\\s(?:the\\s)?(?:\\d|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)';
/** Words of opposite sense: no value tells them apart. */
const OPPOSITES: readonly (readonly [name: string, one: RegExp, name: string, other: RegExp])[] = [
  ['before', /\b(?:before|earlier|prior|preceding|ago)\b/i, 'after', LATER],
  [
    'before',
    new RegExp(`\\b(?:before|earlier than|prior to)${POINT}`, 'i'),
    'since',
    new RegExp(`\\bsince${POINT}`, 'i'),
  ],
];

/** `3 days after` keeps every value of `3 days before`, and asks for the opposite. */
export function findReversal(seed: string, rewording: string): string | undefined {
  for (const [oneName, one, otherName, other] of OPPOSITES) {
    const isTurned = (from: RegExp, to: RegExp) =>
      from.test(seed) && !to.test(seed) && !from.test(rewording) && to.test(rewording);
    if (isTurned(one, other)) return `it turns ${oneName} into ${otherName}`;
    if (isTurned(other, one)) return `it turns ${otherName} into ${oneName}`;
  }
  return undefined;
}

/** A date that the seed states in one reading only (`5 March 2026`), and the rewording only in several (`5/3/2026`). */
export function isDateBlurred(value: string, seed: string, rewording: string): boolean {
  const date = leadingDate(value);
  if (date === undefined) return false;
  const stating = (text: string) =>
    statedDates(text).filter(({ readings }) =>
      readings.some((reading) => date.readings.some((wanted) => isDateStated(wanted, reading))),
    );
  const isPlain = ({ readings }: { readonly readings: readonly CalendarDate[] }) =>
    new Set(readings.map(({ month, day }) => `${month}-${day}`)).size === 1;
  const reworded = stating(rewording);
  return reworded.length > 0 && !reworded.some(isPlain) && stating(seed).some(isPlain);
}
