import type { Removal } from '@imaginarium/contracts';
import { renderTable } from './format.ts';

/** What left, by the curation step that removed it. */
export function renderRemovals(removals: readonly Removal[]): string {
  const rows = removals.map(({ stage, id, reason, of }) => [stage, id, of ? `${reason} (${of})` : reason]);
  return `${renderTable([['step', 'row', 'reason'], ...rows])}\n\n${removals.length} removals`;
}
