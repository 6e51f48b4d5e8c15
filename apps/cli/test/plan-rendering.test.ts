import { expect, it } from 'vitest';
import { renderPlan } from '../src/rendering/plan.ts';

it('a plan speaks of a pilot only where the command makes one', () => {
  const range = { low: 1, high: 1 };
  const purpose = { purpose: 'imagine' as const, model: 'practice:', calls: range, cost: range };
  const tokens = { inputTokens: range, outputTokens: range, tokensFrom: 'assumed' as const };
  const plan = {
    ...{ folder: 'run', tools: 1, trials: range, executions: range, cost: range, paidCalls: 0 },
    purposes: [{ ...purpose, ...tokens }],
  };
  expect(renderPlan(plan, { pilot: 0 })).toContain('--pilot 4 makes some real trials');
  expect(renderPlan(plan, { pilot: null })).toContain('assumed from the size of the tools.');
  expect(renderPlan(plan, { pilot: null })).not.toContain('pilot');
});
