import { describe, expect, it } from 'vitest';
import { rankTools } from './rank-tools.ts';
import { sampleReport } from './testing/sample-reports.ts';
import { nameEvaluations } from './words.ts';

describe('rankTools', () => {
  it('puts the tool with the smallest share right over all models first', () => {
    const rows = rankTools(nameEvaluations(sampleReport().evaluations));
    const shares = rows.map(({ cells }) => {
      const scores = cells.flatMap((cell) => (cell === undefined ? [] : [cell.strict]));
      return scores.reduce((sum, { correct }) => sum + correct, 0) / scores.reduce((sum, { total }) => sum + total, 0);
    });
    expect(rows).toHaveLength(50);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('keeps a tool that only one model was tested on', () => {
    const { evaluations } = sampleReport({ models: ['a', 'b'], tools: 2, itemsPerTool: 3 });
    const [first] = evaluations[0]!.scores.strict.tools;
    for (const profile of ['ste', 'strict'] as const) evaluations[1]!.scores[profile].tools.splice(0, 1);
    const row = rankTools(nameEvaluations(evaluations)).find(({ tool }) => tool === first!.tool);
    expect(row?.cells[0]?.strict).toEqual(first);
    expect(row?.cells[1]).toBeUndefined();
  });
});
