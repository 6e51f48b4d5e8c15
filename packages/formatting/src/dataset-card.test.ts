import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { datasetCard } from './dataset-card.ts';

const card = datasetCard({
  name: 'weather: tools',
  target: 'trl',
  files: [
    { kind: 'sft', split: 'train', path: 'data/train-*.parquet', rows: 900 },
    { kind: 'sft', split: 'test', path: 'data/test-*.parquet', rows: 200 },
    { kind: 'preference', split: 'train', path: 'preference/train-*.parquet', rows: 3 },
  ],
  counts: [
    { tool: 'a', split: 'train', origin: 'example', rows: 800 },
    { tool: null, split: 'train', origin: 'general', rows: 100 },
    { tool: 'a', split: 'test', origin: 'example', rows: 200 },
  ],
  models: { solve: 'practice:' },
  seed: 7,
  isPractice: true,
});

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
  it('counts by tool, split and origin, and marks practice data', () => {
    expect(card).toContain('| a | 800 | 0 | 200 |');
    expect(card).toContain('| **all** | 900 | 0 | 200 |');
    expect(card).toContain('general conversations: 100');
    expect(card).toContain('**Practice data.**');
  });
});
