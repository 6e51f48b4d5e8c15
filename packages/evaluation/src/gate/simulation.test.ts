import { createRandom, type GateConfig } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { judgeRound } from './judge-round.ts';
import { drawTool } from './testing/round-verdicts.ts';

const CONFIG: GateConfig = { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' };

interface World {
  readonly tools: number;
  readonly items: number;
  readonly rounds: number;
  readonly margin?: number;
  /** Shares of the first tool, where it is not like the others. */
  readonly collapse?: { readonly before: number; readonly after: number };
  /** Shares of the others. */
  readonly share: { readonly before: number; readonly after: number };
}

/** How many simulated rounds pass, and in how many the first tool is called worse. */
function simulate({ tools, items, rounds, margin = CONFIG.margin, collapse, share }: World) {
  const random = createRandom(`gate ${tools} ${items} ${margin}`);
  const names = Array.from({ length: tools }, (_, index) => `tool_${index}`);
  const counts = { passed: 0, caught: 0 };
  for (let round = 0; round < rounds; round++) {
    const drawn = names.map((name, index) => drawTool(name, items, (index === 0 && collapse) || share, random));
    const verdict = judgeRound({
      before: drawn.flatMap(({ before }) => before),
      after: drawn.flatMap(({ after }) => after),
      oldTools: names,
      newTools: [],
      config: { ...CONFIG, margin },
    });
    if (verdict.isPassed) counts.passed++;
    if (verdict.oldTools[0]?.verdict === 'worse') counts.caught++;
  }
  return counts;
}

describe('simulated rounds', () => {
  it.each([
    [38, 5, 0.1],
    [50, 15, 0.1],
    [38, 5, 0],
    [50, 15, 0],
  ])('pass where nothing was lost: %d tools of %d items, margin %d', (tools, items, margin) => {
    const { passed } = simulate({ tools, items, margin, rounds: 12, share: { before: 0.8, after: 0.8 } });
    expect(passed / 12).toBeGreaterThanOrEqual(0.95);
  });

  // Of one tool of 15 items among 50, 200 simulated rounds caught 74 %: the gate says what it can show (`leastShown`).
  it.each([
    { tools: 12, items: 15, caught: 0.85 },
    { tools: 12, items: 20, caught: 0.95 },
    { tools: 50, items: 30, caught: 0.95 },
  ])('stop where one of $tools tools of $items items falls from 90 to 10 %, $caught of them or more', (world) => {
    const { caught } = simulate({
      ...world,
      rounds: 10,
      collapse: { before: 0.9, after: 0.1 },
      share: { before: 0.85, after: 0.85 },
    });
    expect(caught / 10).toBeGreaterThanOrEqual(world.caught);
  });
});
