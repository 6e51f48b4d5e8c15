import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { curationConfigSchema } from './curation-config.ts';
import { planCuration } from './plan-curation.ts';

describe('curationConfigSchema', () => {
  it('fills everything from nothing, the paper’s numbers first', () => {
    expect(curationConfigSchema.parse({})).toMatchObject({
      allowOrigins: ['live', 'recorded'],
      judge: { enabled: true, attempts: 2 },
      split: { test: 15 },
      paraphrase: { target: 150, maximum: 6, attempts: 3 },
      decontaminate: [],
    });
  });

  it('takes counts and fractions for a split, and nothing between', () => {
    const test = (value: number) => curationConfigSchema.safeParse({ split: { test: value } }).success;
    expect([0, 0.2, 1, 15].map(test)).toEqual([true, true, true, true]);
    expect([-1, 1.5].map(test)).toEqual([false, false]);
  });

  it.each([{ judges: {} }, { judge: { enable: true } }, { allowOrigins: ['dry-run'] }, { allowOrigins: [] }])(
    'refuses %j',
    (config) => expect(curationConfigSchema.safeParse(config).success).toBe(false),
  );

  it('describes every key in its JSON Schema', () => {
    const walk = (schema: z.core.JSONSchema.JSONSchema): void => {
      for (const member of Object.values(schema.properties ?? {})) {
        if (typeof member === 'boolean') continue;
        expect(member.description).toMatch(/\w/);
        expect(member).toHaveProperty('default');
        walk(member);
      }
    };
    walk(z.toJSONSchema(curationConfigSchema, { io: 'input' }));
  });
});

describe('planCuration', () => {
  const plan = (change = {}, trialsPerTool = 60) =>
    planCuration({ tools: 50, trialsPerTool, config: curationConfigSchema.parse(change) }).calls;

  it('gives ranges that are wide enough and grow with the trials', () => {
    const [few, many] = [plan({}, 8), plan()];
    for (const purpose of ['judge', 'paraphrase', 'imagine', 'solve'] as const) {
      expect(many[purpose].low).toBeLessThan(many[purpose].high);
      expect(many[purpose].high).toBeGreaterThan(few[purpose].high);
    }
    expect(many.judge.high).toBeGreaterThanOrEqual(50 * 60);
  });

  it('counts a question to the judge for each rewording that is asked for, unless that is off', () => {
    const off = { judge: { enabled: false }, grounding: { askJudge: false }, noCall: { enabled: false } };
    const asking = plan(off);
    expect(asking.judge.low).toBe(asking.paraphrase.low);
    expect(asking.judge.high).toBe(Math.ceil(asking.paraphrase.high * 1.5));
    expect(asking.judge.high).toBeGreaterThan(0);
    expect(plan({ ...off, paraphrase: { askJudge: false } }).judge).toEqual({ low: 0, high: 0 });
  });

  it('counts nothing for what is off', () => {
    const calls = plan({
      judge: { enabled: false },
      grounding: { askJudge: false },
      paraphrase: { enabled: false },
      noCall: { enabled: false },
    });
    expect(Object.values(calls)).toEqual(Array(4).fill({ low: 0, high: 0 }));
  });
});
