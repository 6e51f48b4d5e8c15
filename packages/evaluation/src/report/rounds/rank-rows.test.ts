import type { MatrixRow } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { sampleRoundReport } from '../testing/sample-round-reports.ts';
import { rankRows } from './rank-rows.ts';

function row(name: string, last: number | null, forgotten: number | null): MatrixRow {
  const cell = last === null ? null : { value: last, count: last * 10, of: 10, low: null, high: null, clusters: 1 };
  const forgetting = forgotten === null ? null : { value: forgotten, low: null, high: null, of: 10 };
  return { name, tools: [name], learnedIn: 1, cells: [cell], forgetting, backwardTransfer: null };
}

function matrixOf(tools: MatrixRow[], batches: Record<string, string[]>) {
  const [matrix] = sampleRoundReport({ batches: [1] }).matrices;
  if (matrix === undefined) throw new Error('The sample has no matrix.');
  return {
    ...matrix,
    tools,
    batches: Object.entries(batches).map(([name, members]) => ({ ...row(name, 0.5, null), tools: members })),
  };
}

describe('rankRows', () => {
  const tools = [
    row('new', 0.3, null),
    row('won', 0.9, -0.2),
    row('lost', 0.5, 0.4),
    row('gone', null, null),
    row('old', 0.9, 0),
  ];
  const matrix = matrixOf(tools, { '1': ['won', 'lost', 'old', 'gone'], '2': ['new'] });
  const namesOf = (groups: ReturnType<typeof rankRows>) =>
    groups.map(({ batch, rows }) => [batch, rows.map(({ name }) => name)]);

  it('puts the most forgotten of each batch first, then the lowest, equals by name, the untested last', () => {
    expect(namesOf(rankRows(matrix))).toEqual([
      ['1', ['lost', 'old', 'won', 'gone']],
      ['2', ['new']],
    ]);
  });

  it('keeps the worst of all batches where only so many are wanted', () => {
    expect(namesOf(rankRows(matrix, 2))).toEqual([
      ['1', ['lost']],
      ['2', ['new']],
    ]);
  });

  it('keeps tools of no batch', () => {
    expect(namesOf(rankRows(matrixOf(tools.slice(0, 1), {})))).toEqual([['', ['new']]]);
  });
});
