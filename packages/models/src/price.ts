import type { Usage } from '@imaginarium/contracts';
import { z } from 'zod';

/** What a model costs, in US dollars a million tokens. */
export const priceSchema = z.strictObject({
  inputPerMillion: z.number().nonnegative(),
  outputPerMillion: z.number().nonnegative(),
});
export type Price = z.infer<typeof priceSchema>;

/** US dollars; null when the price is unknown. */
export function costOf(usage: Pick<Usage, 'inputTokens' | 'outputTokens'>, price: Price | undefined): number | null {
  if (price === undefined) return null;
  return (usage.inputTokens * price.inputPerMillion + usage.outputTokens * price.outputPerMillion) / 1_000_000;
}
