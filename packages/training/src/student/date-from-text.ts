export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31; null for a month of a year. */
  readonly day: number | null;
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const ORDINAL = '(\\d{1,2})(?:st|nd|rd|th)?';
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const DAY_MONTH = new RegExp(`^${ORDINAL} (?:of )?([a-z]+),? (\\d{4})$`);
const MONTH_DAY = new RegExp(`^([a-z]+) ${ORDINAL},? (\\d{4})$`);
const MONTH_YEAR = /^([a-z]+),? (?:of )?(\d{4})$/;
const YEAR_MONTH = /^(\d{4})-(\d{2})$/;

/** The month (1 to 12) that an English name or its first three letters stand for. */
export function monthFromName(name: string): number | undefined {
  if (name.length < 3) return undefined;
  const at = MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name);
  return at < 0 ? undefined : at + 1;
}

/** A date, or a month of a year, as people write it in English. A day first is read as day, month, year. */
export function dateFromText(text: string): CalendarDate | undefined {
  const plain = text.toLowerCase();
  let match = YEAR_FIRST.exec(plain);
  if (match !== null) return toDate(match[1], Number(match[3]), match[4]);
  match = DAY_FIRST.exec(plain);
  if (match !== null) return toDate(match[4], Number(match[3]), match[1]);
  match = DAY_MONTH.exec(plain);
  if (match !== null) return toDate(match[3], monthFromName(match[2] ?? ''), match[1]);
  match = MONTH_DAY.exec(plain);
  if (match !== null) return toDate(match[3], monthFromName(match[1] ?? ''), match[2]);
  match = MONTH_YEAR.exec(plain);
  if (match !== null) return toDate(match[2], monthFromName(match[1] ?? ''), undefined);
  match = YEAR_MONTH.exec(plain);
  if (match !== null) return toDate(match[1], Number(match[2]), undefined);
  return undefined;
}

function toDate(
  year: string | undefined,
  month: number | undefined,
  day: string | undefined,
): CalendarDate | undefined {
  if (month === undefined || month < 1 || month > 12) return undefined;
  const dayNumber = day === undefined ? null : Number(day);
  if (dayNumber !== null && (dayNumber < 1 || dayNumber > 31)) return undefined;
  return { year: Number(year), month, day: dayNumber };
}
