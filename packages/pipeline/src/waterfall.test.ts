import type { Manifest, StageState } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { dataSetsOf } from './data-sets.ts';
import { waterfallOf } from './waterfall.ts';

function stage(counts: Record<string, number>, outputs: StageState['outputs'] = []): StageState {
  return { state: 'done', key: 'k', startedAt: 0, finishedAt: 1, outputs, counts };
}

function manifestWith(stages: Manifest['stages']): Manifest {
  return {
    format: 1,
    name: 'test',
    seed: 1,
    config: {},
    configHash: '',
    versions: { imaginarium: '0', node: '20' },
    createdAt: 0,
    updatedAt: 0,
    state: 'done',
    stages,
    failure: null,
  };
}

const output = (path: string, bytes: number) => ({ path, rows: 1, bytes, sha256: '' });

const manifest = manifestWith({
  explore: stage({ trials: 60, finished: 50 }),
  curate: stage({ trials: 60, finished: 50, valid: 45, judged: 40, grounded: 39, unique: 30, examples: 90 }),
  format: stage(
    {
      'openai/train': 70,
      'openai/validation': 5,
      'openai/test': 15,
      'openai/preference': 3,
      'openai/tokens': 900,
      'ste/train': 140,
    },
    [
      output('records/openai/train.jsonl', 100),
      output('records/openai/preference-train.jsonl', 10),
      output('records/openai/lineage.jsonl', 1000),
      output('records/openai/data/train-00000-of-00001.parquet', 20),
      output('records/ste/train.jsonl', 7),
    ],
  ),
});

describe('waterfallOf', () => {
  it('goes from trials to the records of the first target', () => {
    expect(waterfallOf(manifest).map(({ name, count }) => `${name} ${count}`)).toEqual([
      'trials 60',
      'finished 50',
      'valid 45',
      'judged 40',
      'grounded 39',
      'unique 30',
      'with paraphrases 90',
      'openai train 70',
      'openai validation 5',
      'openai test 15',
    ]);
  });

  it('shows as far as a run has come', () => {
    const begun = manifestWith({ explore: stage({ trials: 4, finished: 3 }) });
    expect(waterfallOf(begun).map(({ name }) => name)).toEqual(['trials', 'finished']);
  });
});

describe('dataSetsOf', () => {
  it('adds up records and the bytes of data files by target, not those beside them', () => {
    expect(dataSetsOf(manifest)).toMatchObject([
      {
        target: 'openai',
        train: 70,
        preference: 3,
        tokens: 900,
        trainedTokens: null,
        jsonlBytes: 110,
        parquetBytes: 20,
      },
      { target: 'ste', train: 140, validation: 0, jsonlBytes: 7, parquetBytes: 0 },
    ]);
  });
});
