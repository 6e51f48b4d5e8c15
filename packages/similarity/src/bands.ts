/** Bins of a signature. */
const BINS = 96;
/** Up to this many texts false candidates are few enough to buy more recall. */
const FEW = 20_000;
/** The least chance that a pair exactly at the threshold meets in some band, for few texts and for many. */
const RECALL_OF_FEW = 0.85;
const RECALL_OF_MANY = 0.4;

export interface Bands {
  /** Count of bands. */
  readonly bands: number;
  /** Bins a band: two texts meet in a band when all of them agree. */
  readonly rows: number;
}

/**
 * The most rows (fewest false candidates) whose bands still find a pair at the threshold: a pair of Jaccard s meets
 * with probability 1 - (1 - s^rows)^bands (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, §3.4).
 * At the default threshold of .4 that is, for few texts (32 bands of 3), .88 at .4, .99 at .5 and 1.00 at .6; for many
 * (24 bands of 4), .46, .79 and .96.
 */
export function chooseBands(threshold: number, expected: number): Bands {
  const recall = expected <= FEW ? RECALL_OF_FEW : RECALL_OF_MANY;
  let rows = 1;
  while (rows < 8 && recallAt(threshold, rows + 1) >= recall) rows++;
  return { rows, bands: Math.floor(BINS / rows) };
}

function recallAt(similarity: number, rows: number): number {
  return 1 - (1 - similarity ** rows) ** Math.floor(BINS / rows);
}
