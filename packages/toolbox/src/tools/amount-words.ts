import type { JsonObject } from '@imaginarium/contracts';

/** An amount of money spelt out under a locale of to-words, for example `en-GB`; at most two decimals. */
export async function spellAmount(amount: number, locale: string): Promise<JsonObject> {
  if (Math.abs(Math.round(amount * 100) - amount * 100) > 1e-6) throw new Error('amount: at most two decimals');
  const { ToWords } = await import('to-words');
  const words = new ToWords({ localeCode: locale }).convert(amount, { currency: true, doNotAddOnly: true });
  return { words: words.toLowerCase() };
}
