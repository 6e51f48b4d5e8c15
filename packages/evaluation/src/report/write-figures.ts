import type { Metric } from '@imaginarium/contracts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 1234567 as `1,234,567`. */
export function count(value: number): string {
  return whole.format(value);
}

/** A noun with its number: `1 item`, `2 items`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share of 0 to 1 as `76.8%`; a dash where there is none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}%`;
}

/** A difference of shares, -1 to 1, in points with its sign: `+3.5`, `−1.2`. */
export function points(difference: number | null): string {
  if (difference === null) return '–';
  const written = Math.abs(difference * 100).toFixed(1);
  if (Number(written) === 0) return '0.0';
  return `${difference < 0 ? '−' : '+'}${written}`;
}

/** The interval of a metric in per cent, `68.8 to 83.7`; null where there is none. */
export function interval(metric: Pick<Metric, 'low' | 'high'>): string | null {
  if (metric.low === null || metric.high === null) return null;
  return `${(metric.low * 100).toFixed(1)} to ${(metric.high * 100).toFixed(1)}`;
}

/** US dollars: cents from a dollar up, four figures that count below one. */
export function dollars(value: number): string {
  if (value === 0) return '$0';
  if (value < 0.000001) return 'under $0.000001';
  if (value < 1) return `$${Number(value.toPrecision(4)).toFixed(6).replace(/0+$/, '').replace(/\.$/, '')}`;
  return `$${new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)}`;
}

/** Milliseconds, in seconds from one second up. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A chance as papers write it: `0.032`, `< 0.001`. */
export function chance(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** Milliseconds since the epoch as `2026-11-22 15:46 UTC`. */
export function instant(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return 'unknown';
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Text of at most `most` characters; the middle gives way, since names differ at their ends. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** Text of at most `most` characters; what was left off its end is counted. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)} … (${count(text.length - most)} more characters)`;
}
