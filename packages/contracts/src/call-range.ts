/** How many calls a plan expects: at least and at most, both inclusive. */
export interface CallRange {
  readonly low: number;
  readonly high: number;
}
