import { describe, expect, it } from 'vitest';
import { createContaminationCheck, decontaminate } from './decontaminate.ts';
import type { QueryRow } from './query-row.ts';
import { removeDuplicates } from './remove-duplicates.ts';

const row = (id: string, query: string, tool = 'tides'): QueryRow => ({ id, tool, query });

describe('removeDuplicates', () => {
  const rows = [
    row('1', 'When is high tide in Brest tomorrow morning?'),
    row('2', 'When  is HIGH tide in Brest tomorrow morning?'),
    row('3', 'Hi! When is high tide in Brest tomorrow morning?'),
    row('4', 'When is high tide in Brest tomorrow morning?', 'moons'),
    row('5', 'What does a neap tide look like?'),
  ];

  it('removes equal and near wordings within a tool, the earlier row kept, with reason and source', () => {
    const { kept, removals } = removeDuplicates(rows, 0.8);
    expect(kept.map(({ id }) => id)).toEqual(['1', '4', '5']);
    expect(removals.map(({ stage, id, of }) => [stage, id, of])).toEqual([
      ['exact-duplicate', '2', '1'],
      ['near-duplicate', '3', '1'],
    ]);
    expect(removals[1]?.reason).toMatch(/^likeness 0\.\d\d to an earlier row \(threshold 0\.8\)$/);
  });

  it('removes equal wordings only, where no threshold is given', () => {
    expect(removeDuplicates(rows, undefined).kept.map(({ id }) => id)).toEqual(['1', '3', '4', '5']);
  });
});

describe('decontaminate', () => {
  it('clears train and validation of given queries and their near-duplicates, and leaves test alone', () => {
    const query = 'When is high tide in Brest tomorrow morning?';
    const check = createContaminationCheck([{ source: 'benchmark.jsonl', query: `Hi! ${query}` }], 0.6);
    const rows = [
      { ...row('1', query), split: 'train' as const },
      { ...row('2', query), split: 'validation' as const },
      { ...row('3', query), split: 'test' as const },
      { ...row('4', 'What does a neap tide look like?'), split: 'train' as const },
    ];
    const { kept, removals } = decontaminate(rows, check);
    expect(kept.map(({ id }) => id)).toEqual(['3', '4']);
    expect(removals.map(({ id, stage, of }) => [id, stage, of])).toEqual([
      ['1', 'decontamination', 'benchmark.jsonl'],
      ['2', 'decontamination', 'benchmark.jsonl'],
    ]);
  });
});
