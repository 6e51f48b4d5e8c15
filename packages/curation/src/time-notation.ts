/** A time of day; hours 0-23. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface StatedTime {
  readonly time: ClockTime;
  readonly start: number;
  readonly end: number;
}

const TIME =
  /(?<![\d:.,])(?:(?<h12>\d{1,2})(?:[:.](?<m12>\d{2}))?(?::(?<s12>\d{2}))?\s?(?<half>[ap])\.?m\b\.?|(?<h24>\d{1,2}):(?<m24>\d{2})(?::(?<s24>\d{2}))?(?!\d))|\b(?<word>noon|midday|midnight)\b/giu;

/** Times of day in a text: `15:30`, `3:30 pm`, `3 p.m.`, `noon`, `midnight`. */
export function statedTimes(text: string): StatedTime[] {
  return [...text.matchAll(TIME)].flatMap((match) => {
    const { h12, m12, s12, half, h24, m24, s24, word } = match.groups ?? {};
    const hour =
      word !== undefined
        ? word.toLowerCase() === 'midnight'
          ? 0
          : 12
        : h12 !== undefined
          ? (Number(h12) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0)
          : Number(h24);
    const time = { hour, minute: Number(m12 ?? m24 ?? 0), second: Number(s12 ?? s24 ?? 0) };
    const isValid = time.hour < 24 && time.minute < 60 && time.second < 60 && Number(h12 ?? 1) <= 12;
    return isValid ? [{ time, start: match.index, end: match.index + match[0].length }] : [];
  });
}

/** A value that is one time of day and nothing else, a zone aside. */
export function wholeTime(value: string): ClockTime | undefined {
  const [stated] = statedTimes(value);
  if (stated === undefined || stated.start !== 0) return undefined;
  return /^(?:\.\d+)?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.test(value.slice(stated.end)) ? stated.time : undefined;
}

export function isSameTime(left: ClockTime, right: ClockTime): boolean {
  return left.hour === right.hour && left.minute === right.minute && left.second === right.second;
}
