import type { Metric } from '@imaginarium/contracts';
import { clusteredInterval, type ShareCluster } from '../statistics/clustered-interval.ts';

/** A share over clusters, with its interval. */
export function metricOf(clusters: readonly ShareCluster[]): Metric {
  const filled = clusters.filter(({ of }) => of > 0);
  const count = filled.reduce((sum, cluster) => sum + cluster.count, 0);
  const of = filled.reduce((sum, cluster) => sum + cluster.of, 0);
  return { value: of === 0 ? null : count / of, count, of, ...clusteredInterval(filled), clusters: filled.length };
}
