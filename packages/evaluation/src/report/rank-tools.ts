import type { Profile, ToolScore } from '@imaginarium/contracts';
import { type Named, profiles } from './words.ts';

/** One tool, and what each evaluation makes of it; undefined where an evaluation has no item of it. */
export interface ToolRow {
  tool: string;
  cells: (Record<Profile, ToolScore> | undefined)[];
}

/** All tools, by the share of right calls of all models together (strict), the lowest first; equals by name. */
export function rankTools(named: readonly Named[]): ToolRow[] {
  const rows = new Map<string, ToolRow>();
  named.forEach(({ evaluation }, index) => {
    const scores = profiles.map(
      (profile) => new Map(evaluation.scores[profile].tools.map((score) => [score.tool, score])),
    );
    for (const tool of new Set(scores.flatMap((byTool) => [...byTool.keys()]))) {
      const row = rows.get(tool) ?? { tool, cells: named.map(() => undefined) };
      const [strict, ste] = scores.map((byTool) => byTool.get(tool) ?? nothing(tool));
      if (strict !== undefined && ste !== undefined) row.cells[index] = { strict, ste };
      rows.set(tool, row);
    }
  });
  return [...rows.values()].sort((a, b) => rightShare(a) - rightShare(b) || (a.tool < b.tool ? -1 : 1));
}

function rightShare({ cells }: ToolRow): number {
  const scores = cells.flatMap((cell) => (cell === undefined ? [] : [cell.strict]));
  const total = scores.reduce((sum, score) => sum + score.total, 0);
  return total === 0 ? 1 : scores.reduce((sum, score) => sum + score.correct, 0) / total;
}

function nothing(tool: string): ToolScore {
  return { tool, total: 0, wellformed: 0, toolMatch: 0, correct: 0, undecided: 0, misses: {} };
}
