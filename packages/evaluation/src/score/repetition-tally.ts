import type { Score } from '@imaginarium/contracts';
import type { ShareCluster } from '../statistics/clustered-interval.ts';
import { passHatK } from '../statistics/pass-hat-k.ts';
import { metricOf } from './metric-of.ts';

interface ItemRuns {
  readonly cluster: string;
  runs: number;
  successes: number;
}

/** Counts the runs of each item: two small numbers an item are kept. */
export interface RepetitionTally {
  add(itemId: string, cluster: string, isSuccess: boolean): void;
  /** For each k up to the most runs that an item had; items of fewer than k runs are left out of that k. */
  passHatK(): Score['passHatK'];
  /** One cluster an item. */
  itemClusters(): ShareCluster[];
}

export function createRepetitionTally(): RepetitionTally {
  const items = new Map<string, ItemRuns>();
  return {
    add(itemId, cluster, isSuccess) {
      const item = items.get(itemId) ?? { cluster, runs: 0, successes: 0 };
      item.runs++;
      if (isSuccess) item.successes++;
      items.set(itemId, item);
    },
    passHatK() {
      let most = 0;
      for (const { runs } of items.values()) most = Math.max(most, runs);
      return Array.from({ length: most }, (_, index) => {
        const k = index + 1;
        const clusters = new Map<string, { count: number; of: number }>();
        for (const { cluster, runs, successes } of items.values()) {
          if (runs < k) continue;
          const sums = clusters.get(cluster) ?? { count: 0, of: 0 };
          sums.count += passHatK(successes, runs, k);
          sums.of++;
          clusters.set(cluster, sums);
        }
        return { k, metric: metricOf([...clusters.values()]) };
      });
    },
    itemClusters: () => [...items.values()].map(({ runs, successes }) => ({ count: successes, of: runs })),
  };
}
