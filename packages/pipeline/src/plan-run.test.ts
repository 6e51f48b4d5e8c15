import type { JournalEntry, ToolSpec } from '@imaginarium/contracts';
import { summariseLedger } from '@imaginarium/models';
import { describe, expect, it } from 'vitest';
import { runConfigSchema } from './config/run-config.ts';
import { project } from './plan-run.ts';

const tool = (name: string): ToolSpec => ({
  name,
  originalName: name,
  description: 'x'.repeat(400),
  parameters: { type: 'object' },
  effect: 'read',
  effectFrom: 'user',
  source: { kind: 'functions', location: 'test' },
  version: 'v',
});

const configOf = (more: object) => runConfigSchema.parse({ tools: [{ from: 'functions:x.mjs' }], ...more });

const priced = configOf({
  models: {
    default: { model: 'openai:a', price: { inputPerMillion: 1, outputPerMillion: 2 } },
    judge: { model: 'openai:b', price: { inputPerMillion: 10, outputPerMillion: 20 } },
  },
});

function paid(purpose: 'solve', inputTokens: number, outputTokens: number): JournalEntry {
  return {
    kind: 'model',
    key: `${inputTokens}`,
    place: { step: purpose, ordinal: 0 },
    at: 0,
    took: 0,
    purpose,
    model: 'openai:a',
    cost: 0,
    reply: {
      message: { role: 'assistant', content: '' },
      finishReason: 'stop',
      usage: { inputTokens, outputTokens, isEstimated: false },
      model: 'a',
    },
  };
}

describe('project', () => {
  it('plans the paper’s 60 trials a tool, each purpose with its own model', () => {
    const plan = project(priced, [tool('a'), tool('b')], summariseLedger([]));
    expect(plan.trials).toEqual({ low: 120, high: 120 });
    expect(Object.fromEntries(plan.purposes.map(({ purpose, model }) => [purpose, model]))).toMatchObject({
      imagine: 'openai:a',
      judge: 'openai:b',
    });
    for (const { calls, cost } of plan.purposes) {
      expect(calls.low).toBeLessThanOrEqual(calls.high);
      expect(cost?.low).toBeLessThanOrEqual(cost?.high ?? 0);
    }
  });

  it('projects tokens from what the run has measured', () => {
    const ledger = summariseLedger([paid('solve', 1000, 100), paid('solve', 3000, 100)]);
    const solve = project(priced, [tool('a')], ledger).purposes.find(({ purpose }) => purpose === 'solve');
    expect(solve).toMatchObject({ tokensFrom: 'measured' });
    expect(solve?.inputTokens.low).toBe((solve?.calls.low ?? 0) * 1500);
    expect(solve?.inputTokens.high).toBe((solve?.calls.high ?? 0) * 3000);
  });

  it('says that a cost is unknown instead of guessing it, and that practice costs nothing', () => {
    const unknown = configOf({ models: { default: 'openai:a' } });
    expect(project(unknown, [tool('a')], summariseLedger([])).cost).toBeNull();
    expect(project(configOf({}), [tool('a')], summariseLedger([])).cost).toEqual({ low: 0, high: 0 });
  });

  it('plans no calls for what is switched off', () => {
    const config = configOf({
      exploration: { reflection: false },
      curation: {
        judge: { enabled: false },
        grounding: { enabled: false },
        paraphrase: { enabled: false },
        noCall: { enabled: false },
      },
    });
    const purposes = project(config, [tool('a')], summariseLedger([])).purposes.map(({ purpose }) => purpose);
    expect(purposes).toEqual(['imagine', 'solve']);
  });
});
