import type { Removal, SplitName } from '@imaginarium/contracts';
import type { GroundedCandidate } from './candidate.ts';
import type { CurationConfig } from './curation-config.ts';
import { type Contaminant, type ContaminationCheck, createContaminationCheck, decontaminate } from './decontaminate.ts';
import type { QueryRow } from './query-row.ts';
import { splitExamples } from './split-examples.ts';

export interface SeedRow extends QueryRow {
  readonly candidate: GroundedCandidate;
}
export interface SplitSeedRow extends SeedRow {
  readonly split: SplitName;
}

export interface SplitSeeds {
  readonly kept: SplitSeedRow[];
  readonly removals: Removal[];
  /** Finds what training must not come near: given queries, and our own test and validation queries. */
  readonly heldOut: ContaminationCheck;
}

/**
 * Splits the seeds, then clears train and validation of what stands in the given files, validation of what is near test,
 * and train of what is near either. Clusters leave nothing of the latter two but what the index's approximation missed.
 */
export function splitSeeds(
  rows: readonly SeedRow[],
  {
    config,
    seed,
    contaminants,
  }: {
    readonly config: CurationConfig;
    readonly seed: string | number;
    readonly contaminants: readonly Contaminant[];
  },
): SplitSeeds {
  const threshold = config.split.clusterThreshold;
  const splits = splitExamples(rows, config.split, seed);
  const placed = rows.map((row) => ({ ...row, split: splits.get(row.id) ?? 'train' }));
  const ofSplit = (of: readonly SplitSeedRow[], split: SplitName) =>
    of.filter((row) => row.split === split).map(({ id, query }) => ({ source: `${split} (${id})`, query }));
  const foreign = [...contaminants, ...ofSplit(placed, 'test')];
  const cleared = decontaminate(placed, createContaminationCheck(foreign, threshold));
  const heldOut = createContaminationCheck([...foreign, ...ofSplit(cleared.kept, 'validation')], threshold);
  const train = decontaminate(
    cleared.kept.filter(({ split }) => split === 'train'),
    heldOut,
  );
  const gone = new Set(train.removals.map(({ id }) => id));
  return {
    kept: cleared.kept.filter(({ id }) => !gone.has(id)),
    removals: [...cleared.removals, ...train.removals],
    heldOut,
  };
}
