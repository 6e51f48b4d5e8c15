import { countStatements } from './changed-quantity.ts';
import { mentionsOf } from './changed-text.ts';
import type { GroundedLeaf } from './ground-arguments.ts';

/** One statement may speak for several: `both 3`, `three each`. */
const DISTRIBUTES = /(?<!\p{L})(?:both|each|twice|two|double|same|all|every|equal)(?!\p{L})/iu;

export interface LostRepeats {
  readonly lost: readonly GroundedLeaf[];
  readonly doubtful: readonly GroundedLeaf[];
}

/** Leaves of equal value that the seed states one by one, and the rewording fewer times than there are leaves. */
export function lostRepeats(grounding: readonly GroundedLeaf[], seed: string, rewording: string): LostRepeats {
  const lost = [...groupByValue(grounding)].flatMap(([value, leaves]) => {
    if (leaves.length < 2) return [];
    const count = (text: string) =>
      Number.isFinite(Number(value)) ? countStatements(Number(value), text) : mentionsOf(value, text).length;
    const wanted = Math.min(leaves.length, count(seed));
    const stated = count(rewording);
    return wanted > 1 && stated > 0 && stated < wanted ? leaves : [];
  });
  return DISTRIBUTES.test(rewording) ? { lost: [], doubtful: lost } : { lost, doubtful: [] };
}

function groupByValue(grounding: readonly GroundedLeaf[]): Map<string, GroundedLeaf[]> {
  const groups = new Map<string, GroundedLeaf[]>();
  for (const grounded of grounding) {
    const value = String(grounded.leaf.value);
    if (grounded.from === 'query') groups.set(value, [...(groups.get(value) ?? []), grounded]);
  }
  return groups;
}
