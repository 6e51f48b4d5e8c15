import type { Random } from '@imaginarium/contracts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** Text of a date in one of the ways that `drawDate` writes it. */
export const datePattern = /\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}|\d{4}-\d\d-\d\d/;

/** A day of the given years (the last exclusive), as people write it: `3 May 2026`, `May 3, 2026` or `2026-05-03`. */
export function drawDate(random: Random, fromYear = 1960, toYear = 2040): string {
  const year = fromYear + random.int(toYear - fromYear);
  const month = random.int(12);
  const day = 1 + random.int(28);
  const name = MONTHS[month];
  return random.pick([`${day} ${name} ${year}`, `${name} ${day}, ${year}`, [year, two(month + 1), two(day)].join('-')]);
}

export const drawMonth = (random: Random): string => random.pick(MONTHS);

/** `[yyyy, MM, dd]` of a text that `drawDate` wrote. */
export function dateParts(text: string): [string, string, string] {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (iso) return [iso[1] ?? '', iso[2] ?? '', iso[3] ?? ''];
  const month = MONTHS.findIndex((name) => text.includes(name)) + 1;
  const day = /\b\d{1,2}\b/.exec(text)?.[0] ?? '';
  return [text.match(/\d{4}/)?.[0] ?? '', two(month), two(Number(day))];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
