import { digitNumbers, isSameNumber, type StatedNumber } from './number-notation.ts';
import { spelledNumbers } from './spelled-number.ts';

/** What follows a number and gives it another meaning than the same number beside another of these. */
const QUALITIES: readonly (readonly [quality: string, after: RegExp])[] = Object.entries({
  percent: '%|per\\s?cent(?!age)',
  'basis points': 'basis\\spoints?|bps',
  am: '(?:[:.]\\d{2})?\\s?a\\.?m',
  pm: '(?:[:.]\\d{2})?\\s?p\\.?m',
  'nautical miles': 'nautical\\smiles?|nmi',
  miles: 'miles?|mi',
  millimetres: 'mm|millimet(?:er|re)s?',
  centimetres: 'cm|centimet(?:er|re)s?',
  metres: 'met(?:er|re)s?',
  kilometres: 'km|kilomet(?:er|re)s?',
  inches: 'inch(?:es)?',
  feet: 'feet|foot|ft',
  yards: 'yards?|yd',
  milligrams: 'mg|milligram(?:me)?s?',
  grams: 'g|gram(?:me)?s?',
  kilograms: 'kg|kilos?|kilogram(?:me)?s?',
  ounces: 'oz|ounces?',
  stones: 'stones?',
  litres: 'l|lit(?:er|re)s?',
  millilitres: 'ml|millilit(?:er|re)s?',
  gallons: 'gal|gallons?',
  celsius: '(?:°\\s?|degrees?\\s)?celsius|°\\s?C',
  fahrenheit: '(?:°\\s?|degrees?\\s)?fahrenheit|°\\s?F',
  kelvin: 'kelvins?',
  seconds: 'seconds?|secs?',
  minutes: 'minutes?|mins?',
  hours: 'hours?|hrs?',
  days: 'days?',
  weeks: 'weeks?',
  months: 'months?',
  years: 'years?|yrs?',
}).map(([quality, written]) => [quality, new RegExp(`^[\\s-]?(?:${written})(?![\\p{L}\\d])`, 'iu')]);
const COMPASS = /^\s?(?:°|degrees?)?\s?(?:([NSEW])|([Nn]orth|[Ss]outh|[Ee]ast|[Ww]est))(?!\p{L})/u;

/** What stands before a number and turns it into its opposite. */
const SENSES: readonly (readonly [sense: string, opposite: string, before: RegExp])[] = [
  [
    'under',
    'over',
    before(
      'under|below|at most|up to|(?:no|not) more than|(?<!no |not )(?:less|fewer|smaller|lower|shorter) than|maximum(?: of)?',
    ),
  ],
  [
    'over',
    'under',
    before(
      'over|above|exceeding|at least|(?:no|not) (?:less|fewer) than|(?<!no |not )(?:more|greater|larger|higher|longer) than|minimum(?: of)?',
    ),
  ],
  ['past', 'coming', before('past|last|previous')],
  ['coming', 'past', before('next|coming|following')],
];

function before(words: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words})\\s\\p{Sc}?$`, 'iu');
}

interface Statement {
  readonly quality: string | undefined;
  readonly sense: string | undefined;
}

/** Why a number of the seed means something else where the rewording states it; undefined when nothing tells so. */
export function changedQuantity(value: number, seed: string, rewording: string): string | undefined {
  const [before, after] = [statementsOf(value, seed), statementsOf(value, rewording)];
  const [first, second] = [before[0], after[0]];
  if (first === undefined || second === undefined) return undefined;
  const qualities = new Set(before.map(({ quality }) => quality));
  if (!qualities.has(undefined) && after.every(({ quality }) => quality !== undefined && !qualities.has(quality)))
    return `${first.quality} into ${second.quality}`;
  const isTurned = SENSES.some(
    ([sense, opposite]) =>
      before.every((stated) => stated.sense === sense) && after.every((stated) => stated.sense === opposite),
  );
  return isTurned ? `${first.sense} into ${second.sense}` : undefined;
}

/** Times that a text states a number. */
export function countStatements(value: number, text: string): number {
  return stating(value, text).reduce(
    (sum, { readings }) => sum + readings.filter((reading) => isSameNumber(reading, value)).length,
    0,
  );
}

function stating(value: number, text: string): StatedNumber[] {
  return [...digitNumbers(text), ...spelledNumbers(text)].filter(({ readings }) =>
    readings.some((reading) => isSameNumber(reading, value)),
  );
}

function statementsOf(value: number, text: string): Statement[] {
  return stating(value, text).map(({ start, end }) => {
    const written = text.slice(start, end);
    const percent = /\s?(?:%|percent|per\scent)$/i.exec(written)?.[0] ?? '';
    const after = percent + text.slice(end, end + 24);
    const isShare =
      percent !== '' &&
      !digitNumbers(written.slice(0, -percent.length)).some(({ readings }) =>
        readings.some((reading) => isSameNumber(reading, value)),
      );
    const compass = COMPASS.exec(after);
    const quality =
      QUALITIES.find(([, pattern]) => pattern.test(after))?.[0] ??
      (compass?.[1] ?? compass?.[2]?.slice(0, 1))?.toUpperCase();
    const before = text.slice(Math.max(0, start - 24), start);
    return {
      quality: isShare ? 'hundredths' : quality,
      sense: SENSES.find(([, , pattern]) => pattern.test(before))?.[0],
    };
  });
}
