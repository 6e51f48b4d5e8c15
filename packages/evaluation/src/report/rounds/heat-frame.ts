import type { RoundMatrix } from '@imaginarium/contracts';
import type { HeatRow } from './heat-row.ts';

/** What heat maps of one matrix share, so that their columns stand beneath one another. */
export interface HeatFrame {
  rounds: readonly number[];
  labels: readonly string[];
  /** Least and largest of each change with its interval; null where nothing can have been forgotten. */
  extents: { forgetting: readonly [number, number]; backwardTransfer: readonly [number, number] } | null;
}

/** The frame of all lines that are drawn of a matrix. */
export function frameHeat({ rounds }: RoundMatrix, rows: readonly HeatRow[]): HeatFrame {
  const extent = (name: 'forgetting' | 'backwardTransfer') => {
    const ends = rows.flatMap((row) => {
      const change = row[name];
      return change === null ? [] : [change.value, change.low ?? change.value, change.high ?? change.value];
    });
    return [Math.min(-0.05, ...ends), Math.max(0.05, ...ends)] as const;
  };
  const isCompared = rows.some(({ forgetting }) => forgetting !== null);
  return {
    rounds,
    labels: rows.map(({ label }) => label),
    extents: isCompared ? { forgetting: extent('forgetting'), backwardTransfer: extent('backwardTransfer') } : null,
  };
}
