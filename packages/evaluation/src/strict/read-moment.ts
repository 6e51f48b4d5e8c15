/** A date, a time of day, or both, as far as a text gives them. */
export interface Moment {
  /** `2026-05-03` */
  readonly date?: string;
  /** Milliseconds since midnight. */
  readonly time?: number;
  /** Minutes east of UTC. */
  readonly offset?: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = '(?<year>\\d{4})';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\\s+)?';
const DATES = [
  new RegExp(`^${YEAR}(?<separator>[-/.])(?<month>\\d{1,2})\\k<separator>${DAY}`, 'i'),
  new RegExp(`^${WEEKDAY}${DAY}(?:\\s+of)?[\\s-]+${MONTH},?[\\s-]+${YEAR}`, 'i'),
  new RegExp(`^${WEEKDAY}${MONTH}\\s+${DAY},?\\s+${YEAR}`, 'i'),
  /^(?<first>\d{1,2})(?<separator>[-/.])(?<second>\d{1,2})\k<separator>(?<year>\d{4})/,
];
const COMPACT_DATE = /^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?!\d)/;
const TIME =
  /^(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?)?(?:\s*(?<half>[ap])\.?m\.?)?(?:\s*(?<zone>z|utc|gmt|[-+]\d{2}:?\d{2}))?$/i;

/**
 * Reads a text that is a date, a time or both and nothing else, in ISO 8601 or the common English notations. Undefined for
 * any other text, and for a date that can be read in two ways (`03/05/2026`), which only its own notation equals.
 *
 * @param isMoment whether the schema says that it is one: eight digits are a date then, and `9 pm` a time
 */
export function readMoment(value: string, isMoment: boolean): Moment | undefined {
  const text = value.trim();
  for (const pattern of isMoment ? [...DATES, COMPACT_DATE] : DATES) {
    const match = pattern.exec(text);
    const date = match?.groups && readDate(match.groups);
    if (!match || !date) continue;
    const rest = text.slice(match[0].length).replace(/^(?:T|,?\s+(?:at\s+)?)(?=\d)/i, '');
    if (rest === '') return { date };
    const time = readTime(rest);
    return time && { date, ...time };
  }
  return isMoment || /^\d{1,2}:\d{2}/.test(text) ? readTime(text) : undefined;
}

/** Midnight is no time of its own, seconds left out are 0, and two times with an offset are compared as instants. */
export function areEqualMoments(left: Moment, right: Moment): boolean {
  if ((left.date === undefined) !== (right.date === undefined)) return false;
  if (left.offset !== undefined && right.offset !== undefined) return instantOf(left) === instantOf(right);
  const isUtc = (left.offset ?? 0) === 0 && (right.offset ?? 0) === 0;
  return isUtc && left.date === right.date && (left.time ?? 0) === (right.time ?? 0);
}

function instantOf({ date, time = 0, offset = 0 }: Moment): number {
  return (date === undefined ? 0 : Date.parse(date)) + time - offset * 60_000;
}

function readDate(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { year = '', month = '', day = '', first, second } = groups;
  if (first !== undefined && second !== undefined) {
    const [a, b] = [Number(first), Number(second)];
    if (a > 12 || a === b) return toDate(year, b, a);
    return b > 12 ? toDate(year, a, b) : undefined;
  }
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  return toDate(year, named || Number(month), Number(day));
}

function toDate(year: string, month: number, day: number): string | undefined {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.getUTCDate() !== day ? undefined : date;
}

function readTime(text: string): Moment | undefined {
  const { hour, minute, second = '0', fraction = '', half, zone } = TIME.exec(text)?.groups ?? {};
  if (hour === undefined || (minute === undefined && half === undefined)) return undefined;
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second)];
  if (m > 59 || s > 60 || (half === undefined ? h > 24 : h < 1 || h > 12)) return undefined;
  const hours = half === undefined ? h : (h % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const time = ((hours * 60 + m) * 60 + s) * 1000 + Math.trunc(Number(`0.${fraction || '0'}`) * 1000);
  return { time, ...(zone !== undefined && { offset: readOffset(zone) }) };
}

function readOffset(zone: string): number {
  const [, sign, hours, minutes] = /^([-+])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
