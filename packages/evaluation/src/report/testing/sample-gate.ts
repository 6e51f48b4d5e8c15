import type {
  GateVerdict,
  MatrixRow,
  Metric,
  NewToolVerdict,
  OldToolVerdict,
  RoundMatrix,
} from '@imaginarium/contracts';
import { rowOf } from './sample-matrix.ts';

/** What a gate might say of the last round of a matrix. */
export function gateOf(matrix: RoundMatrix, items: number): GateVerdict {
  const now = matrix.rounds.length - 1;
  const counts = (cell: Metric | null | undefined) => ({ correct: cell?.count ?? 0, of: cell?.of ?? 0 });
  const judged = (row: MatrixRow, isAll: boolean): OldToolVerdict => {
    const [before, after] = [counts(row.cells[now - 1]), counts(row.cells[now])];
    const difference = (after.correct - before.correct) / Math.max(1, after.of);
    const isWorse = difference < -0.14;
    return {
      tool: row.name,
      before,
      ...(isAll ? {} : { since: Math.max(row.learnedIn, now - 1) }),
      now: after,
      pairs: after.of,
      difference,
      low: difference - (isAll ? 0.05 : 0.2),
      high: difference + (isAll ? 0.05 : 0.2),
      p: isWorse ? 0.0004 : 0.31,
      adjustedP: isWorse ? 0.012 : 1,
      leastShown: items < 10 ? null : 0.34,
      verdict: isWorse ? 'worse' : row.name.length % 9 === 0 ? 'cannot-tell' : 'held',
    };
  };
  const reached = (row: MatrixRow): NewToolVerdict => {
    const found = counts(row.cells[now]);
    const isBelow = found.correct / Math.max(1, found.of) < 0.58;
    return {
      tool: row.name,
      now: found,
      p: isBelow ? 0.001 : 0.4,
      adjustedP: isBelow ? 0.02 : 1,
      verdict: isBelow ? 'below' : 'reached',
    };
  };
  const old = matrix.tools.filter(({ learnedIn }) => learnedIn <= now);
  const fresh = matrix.tools.filter(({ learnedIn }) => learnedIn > now);
  const all = (rows: readonly MatrixRow[], name: string): MatrixRow => ({
    ...rowOf(
      name,
      rows.map((row) => row.name),
      1,
      matrix.rounds.map((_, round) => rows.reduce((sum, { cells }) => sum + (cells[round]?.count ?? 0), 0)),
      rows.length * items,
    ),
  });
  const oldTools = old.map((row) => judged(row, false));
  const newTools = fresh.map(reached);
  const worse = oldTools.filter(({ verdict }) => verdict === 'worse').map(({ tool }) => tool);
  const below = newTools.filter(({ verdict }) => verdict === 'below').map(({ tool }) => tool);
  return {
    isPassed: worse.length + below.length === 0,
    config: { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' },
    oldTools,
    allOld: old.length === 0 ? null : judged(all(old, 'all old tools'), true),
    newTools,
    allNew: fresh.length === 0 ? null : reached(all(fresh, 'all new tools')),
    proposals: [
      ...(worse.length === 0
        ? []
        : [
            {
              kind: 'more-replay' as const,
              tools: worse,
              message: `${worse.length} tools lost more than 10 points. Replay 30% of their examples instead of 10%.`,
            },
          ]),
      ...(below.length === 0
        ? []
        : [
            {
              kind: 'more-data' as const,
              tools: below,
              message: `${below.length} tools are below 60% with 40 examples each. Explore 60 more trials of each.`,
            },
          ]),
    ],
  };
}
