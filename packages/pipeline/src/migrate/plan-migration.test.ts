import { describe, expect, it } from 'vitest';
import { enoughLeft } from './enough-left.ts';
import { planMigration } from './plan-migration.ts';
import { makeExample, makeNoCall, makeTool, objectOf } from './testing/pool-fixture.ts';

const unit = (choices: string[]) => objectOf({ unit: { enum: choices } });
const was = makeTool('t', unit(['m', 'ft']));
const is = makeTool('t', unit(['m']));
const other = makeTool('other', objectOf({}));
const examples = (fit: number, unfit: number, split: 'train' | 'test' = 'train') =>
  ['m', 'ft'].flatMap((choice, kind) =>
    Array.from({ length: kind === 0 ? fit : unfit }, (_, at) =>
      makeExample(was, { unit: choice }, { id: `${split}/${choice}/${at}`, split }),
    ),
  );
const plan = (pool: ReturnType<typeof examples>) =>
  planMigration({ before: [was, other], after: [is, other], examples: [...pool, makeNoCall('n', ['t', 'other'])] });

describe('planMigration', () => {
  it('migrates where half of the training examples and a test item stay', () => {
    const { tools, kept, removals } = plan([...examples(2, 2), ...examples(1, 5, 'test')]);
    expect(tools.map(({ action }) => action)).toEqual(['migrate', 'keep']);
    expect(kept.map(({ id }) => id)).toEqual(['train/m/0', 'train/m/1', 'test/m/0', 'n']);
    expect(kept.at(-1)?.offered).toEqual(['t', 'other']);
    expect(removals).toHaveLength(7);
  });

  it.each([
    [
      'less than half of the training examples stay',
      [...examples(2, 3), ...examples(1, 0, 'test')],
      'only 2 of 5 training',
    ],
    ['no test item stays', [...examples(5, 0), ...examples(0, 2, 'test')], 'none of 2 test items'],
    ['there was nothing to carry over', [], 'it has no examples'],
  ])('explores again where %s: all its examples leave, and no offer names it', (_, pool, reason) => {
    const { tools, kept, removals } = plan(pool);
    expect(tools[0]).toMatchObject({ action: 'explore', before: 't', version: is.version });
    expect(tools[0]?.reason).toContain(reason);
    expect(tools[0]?.reason).toContain('/unit has other choices');
    expect(kept.map(({ id, offered }) => [id, offered])).toEqual([['n', ['other']]]);
    expect(removals.map(({ id }) => id)).toEqual(pool.map(({ id }) => id));
  });
});

describe('enoughLeft', () => {
  it('asks for the share that it is told', () => {
    const { tools, kept } = plan([...examples(3, 2), ...examples(1, 0, 'test')]);
    const before = [...examples(3, 2), ...examples(1, 0, 'test')];
    expect(enoughLeft(tools, { before, kept, share: 0.6 })[0]?.action).toBe('migrate');
    expect(enoughLeft(tools, { before, kept, share: 0.7 })[0]?.action).toBe('explore');
  });
});
