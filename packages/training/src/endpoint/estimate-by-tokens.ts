import type { CostEstimate, Hyperparameters, RecordFile } from '@imaginarium/contracts';

/** A price that the caller read somewhere. */
export interface TrainingPrice {
  /** US dollars for a million trained tokens. */
  readonly perMillionTokens: number;
  /** The day on which it held, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/**
 * Tokens x epochs x price. Without epochs in the request the endpoint chooses: the range then goes from `autoEpochs.low` to `autoEpochs.high`.
 * Dollars are null where the tokens or the price are not known, which the basis says.
 */
export function estimateByTokens(
  files: readonly RecordFile[],
  { epochs }: Hyperparameters,
  price: TrainingPrice | undefined,
  autoEpochs: { readonly low: number; readonly high: number },
): CostEstimate {
  const training = files.filter(({ split }) => split === 'train');
  const counted = training.map(({ tokens }) => tokens).filter((tokens) => tokens !== null);
  const isCounted = counted.length === training.length;
  const tokens = counted.reduce((sum, of) => sum + of, 0);
  const range = epochs === undefined ? autoEpochs : { low: epochs, high: epochs };
  const basis = [
    isCounted ? `${tokens} tokens an epoch` : 'tokens not counted',
    range.low === range.high ? `${range.low} epochs` : `${range.low} to ${range.high} epochs (the endpoint chooses)`,
    price ? `$${price.perMillionTokens} a million tokens (price of ${price.asOf})` : 'price not given, so no dollars',
  ].join(' x ');
  const dollarsOf = (count: number) => (tokens * count * (price?.perMillionTokens ?? 0)) / 1e6;
  const dollars = isCounted && price ? { low: dollarsOf(range.low), high: dollarsOf(range.high) } : null;
  return { dollars, basis, hardware: null, timeoutMs: null };
}
