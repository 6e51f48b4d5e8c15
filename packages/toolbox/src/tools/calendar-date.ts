import { DateTime } from 'luxon';

/** The one way in which the calendar tools write dates. */
export const CALENDAR_FORMAT = 'yyyy/MM/dd';

/** A calendar day at midnight UTC. @throws Error that names the format, in the tool's own words */
export function readCalendarDate(parameter: string, text: string): DateTime {
  const date = DateTime.fromFormat(text, CALENDAR_FORMAT, { zone: 'utc' });
  if (date.isValid) return date;
  throw new Error(`${parameter}: cannot read "${text}", a date is written ${CALENDAR_FORMAT}, for example 2024/02/29`);
}
