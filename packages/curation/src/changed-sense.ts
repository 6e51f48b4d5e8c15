import { type CalendarDate, isDateStated, leadingDate, statedDates } from './date-notation.ts';

const LATER = /\b(?:after|later|following|afterwards|hence)\b/i;
const SINCE =
  /\bsince\s(?=(?:the\s)?(?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|last\b|this\b))/i;
/** Words of opposite sense: no value tells them apart. */
const OPPOSITES: readonly (readonly [name: string, one: RegExp, name: string, other: RegExp])[] = [
  ['before', /\b(?:before|earlier|prior|preceding|ago)\b/i, 'after', LATER],
  ['before', /\b(?:before|earlier\sthan|prior\sto)\b/i, 'since', SINCE],
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
