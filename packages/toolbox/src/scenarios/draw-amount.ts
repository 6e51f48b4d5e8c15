import type { Random } from '@imaginarium/contracts';

/** Text of an amount of money. */
export const amountPattern = /\d[\d,]*\.\d\d|\d[\d,]*/;

/** An amount as people write it: `1,250.40` or `87`. */
export function drawAmount(random: Random): string {
  const whole = 1 + random.int(random.pick([100, 10_000, 999_000]));
  const cents = random.next() < 0.6 ? `.${String(random.int(100)).padStart(2, '0')}` : '';
  return whole.toLocaleString('en-US') + cents;
}

/** The number that an amount's text stands for. */
export function amountOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}
