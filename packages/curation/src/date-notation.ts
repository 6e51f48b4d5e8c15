/** A date as far as a text gives it. `month` and `day` count from 1; a year may be missing, a day too (`May 2026`). */
export interface CalendarDate {
  readonly year?: number;
  readonly month: number;
  readonly day?: number;
}

export interface StatedDate {
  /** All readings: `03.05.2026` is the third of May and the fifth of March. */
  readonly readings: readonly CalendarDate[];
  /** UTF-16 offsets into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const ORDINAL = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
/** What may join a year to its month: `May 2026`, `May, 2026`, `May of 2026`, `May in the year 2026`. */
const TO_YEAR = ',?[\\s-]+(?:(?:of|in)\\s)?(?:the\\s)?(?:year\\s)?';

/** In this order, each over what the earlier ones left. */
const PATTERNS: readonly RegExp[] = [
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/giu,
  /(?<![\d.,/])(?<first>\d{1,2})[-/.](?<second>\d{1,2})[-/.](?<year>\d{4}|\d{2})(?![\d/])/giu,
  /(?<!\d)(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?!\d)/giu,
  new RegExp(
    `(?<!\\d)${ORDINAL}[\\s-](?:of\\s|(?<=(?:st|nd|rd|th)\\s)in\\s)?${MONTH}(?:${TO_YEAR}(?<year>\\d{4})(?!\\d))?(?!\\p{L})`,
    'giu',
  ),
  new RegExp(`(?<!\\p{L})${MONTH}[\\s-](?:the\\s)?${ORDINAL}(?:${TO_YEAR}(?<year>\\d{4}))?(?![\\d\\p{L}])`, 'giu'),
  new RegExp(`(?<!\\p{L})${MONTH}${TO_YEAR}(?<year>\\d{4})(?!\\d)`, 'giu'),
  /(?<![\d-])(?<year>(?:19|20)\d{2})-(?<month>\d{2})(?![\d-])/giu,
  // A month alone, capitalised: `may` is also a verb.
  /(?<!\p{L})(?<name>January|February|March|April|May|June|July|August|September|October|November|December)(?!\p{L})/gu,
];
const BARE_MONTH = new RegExp(`^${MONTH}$`, 'iu');
const YEARLESS = /^(?<first>\d{1,2})[-/.](?<second>\d{1,2})$/u;

/** The dates of a text in the common notations: ISO, `3 May 2026`, `May 3rd, 2026`, `2026/05/03`, `03.05.2026`, `20260503`. */
export function statedDates(text: string): StatedDate[] {
  const stated: StatedDate[] = [];
  for (const pattern of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (stated.some((other) => start < other.end && other.start < end)) continue;
      const readings = readGroups(match.groups ?? {});
      if (readings.length > 0) stated.push({ readings, start, end });
    }
  return stated.sort((left, right) => left.start - right.start);
}

/** The readings of a value that begins with a date, and what follows it; undefined for any other value. */
export function leadingDate(value: string): { readings: readonly CalendarDate[]; rest: string } | undefined {
  const trimmed = value.trim();
  const [stated] = statedDates(trimmed);
  if (stated?.start === 0) return { readings: stated.readings, rest: trimmed.slice(stated.end) };
  const readings = readGroups((YEARLESS.exec(trimmed) ?? BARE_MONTH.exec(trimmed))?.groups ?? {});
  return readings.length > 0 ? { readings, rest: '' } : undefined;
}

/** Whether all that `value` says is said by `stated` too: a year that the text leaves open is not derivable. */
export function isDateStated(value: CalendarDate, stated: CalendarDate): boolean {
  return (
    value.month === stated.month &&
    (value.day === undefined || value.day === stated.day) &&
    (value.year === undefined || value.year === stated.year)
  );
}

function readGroups(groups: { [name: string]: string | undefined }): CalendarDate[] {
  const { name, month, day, first, second, year } = groups;
  const years = readYears(year);
  const pairs: readonly (readonly [number, number | undefined])[] =
    first !== undefined
      ? [
          [Number(first), Number(second)],
          [Number(second), Number(first)],
        ]
      : name !== undefined
        ? [[MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1, day === undefined ? undefined : Number(day)]]
        : month !== undefined
          ? [[Number(month), day === undefined ? undefined : Number(day)]]
          : [];
  const valid = pairs.filter(([m, d]) => m >= 1 && m <= 12 && (d === undefined || (d >= 1 && d <= 31)));
  return valid.flatMap(([m, d]) =>
    years.map((y) => ({ ...(y === undefined ? {} : { year: y }), month: m, ...(d === undefined ? {} : { day: d }) })),
  );
}

function readYears(year: string | undefined): readonly (number | undefined)[] {
  if (year === undefined) return [undefined];
  return year.length === 2 ? [2000 + Number(year), 1900 + Number(year)] : [Number(year)];
}
