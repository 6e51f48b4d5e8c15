import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type DatasetCardFacts, datasetCard } from './dataset-card.ts';
import { targets } from './targets.ts';

const facts: DatasetCardFacts = {
  name: 'weather: tools',
  target: 'trl',
  files: [
    { kind: 'sft', split: 'train', path: 'data/train-*.parquet', rows: 900 },
    { kind: 'sft', split: 'test', path: 'data/test-*.parquet', rows: 200 },
    { kind: 'preference', split: 'train', path: 'preference/train-*.parquet', rows: 3 },
  ],
  columns: {
    sft: targets.trl.parquetColumns.sft.filter(({ name }) => name !== 'messages'),
    preference: targets.trl.parquetColumns.preference,
  },
  counts: [
    { tool: 'a', split: 'train', origin: 'example', rows: 800 },
    { tool: null, split: 'train', origin: 'general', rows: 100 },
    { tool: 'a', split: 'test', origin: 'example', rows: 200 },
  ],
  models: { solve: 'practice:' },
  seed: 7,
  isPractice: true,
};
const card = datasetCard(facts);

describe('datasetCard', () => {
  it('says in its front matter which files are which split', () => {
    const front = parse(card.split('---\n')[1] ?? '');
    expect(front.configs[0]).toEqual({
      config_name: 'default',
      data_files: [
        { split: 'train', path: 'data/train-*.parquet' },
        { split: 'test', path: 'data/test-*.parquet' },
      ],
    });
    expect(front.configs[1].config_name).toBe('preference');
    expect(front).not.toHaveProperty('license');
    expect(front.size_categories).toEqual(['1K<n<10K']);
  });
  it('declares the columns of each config as `datasets` is to read them', () => {
    const front = parse(card.split('---\n')[1] ?? '');
    expect(front.dataset_info).toEqual([
      { config_name: 'default', features: ['prompt', 'completion', 'tools'].map((name) => ({ name, dtype: 'json' })) },
      {
        config_name: 'preference',
        features: ['prompt', 'chosen', 'rejected', 'tools'].map((name) => ({ name, dtype: 'json' })),
      },
    ]);
  });
  it('gives the commands of a trainer that reads the folder as it lies, those for the records that are there', () => {
    expect(card).toContain('`trl sft --dataset_name FOLDER ');
    expect(card).toContain('`trl dpo --dataset_name FOLDER --dataset_config preference ');
    const [file] = facts.files.slice(0, 1);
    expect(datasetCard({ ...facts, files: file ? [file] : [] })).not.toContain('trl dpo');
    expect(datasetCard({ ...facts, target: 'sharegpt', columns: targets.sharegpt.parquetColumns })).not.toContain(
      'trl ',
    );
  });
  it('declares no columns of text, and says how to parse them', () => {
    const sharegpt = datasetCard({ ...facts, target: 'sharegpt', columns: targets.sharegpt.parquetColumns });
    expect(parse(sharegpt.split('---\n')[1] ?? '')).not.toHaveProperty('dataset_info');
    expect(sharegpt).toContain('`json.loads`');
    expect(sharegpt).not.toContain('come as objects');
  });
  it('counts by tool, split and origin, and marks practice data', () => {
    expect(card).toContain('| a | 800 | 0 | 200 |');
    expect(card).toContain('| **all** | 900 | 0 | 200 |');
    expect(card).toContain('general conversations: 100');
    expect(card).toContain('**Practice data.**');
  });
});
