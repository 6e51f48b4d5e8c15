import { DateTime } from 'luxon';

/** Noon UTC of a day written as ISO 8601 has it. @throws Error that names the format, in the tool's own words */
export function readSkyDate(text: string): Date {
  const date = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: 'utc' });
  if (date.isValid) return date.plus({ hours: 12 }).toJSDate();
  throw new Error(`date: "${text}" is not of the form YYYY-MM-DD`);
}
