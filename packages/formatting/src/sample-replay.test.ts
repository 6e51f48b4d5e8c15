import type { Example } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { sampleGeneral } from './sample-general.ts';
import { sampleReplay } from './sample-replay.ts';

const examples = (tool: string, count: number, split = 'train') =>
  Array.from({ length: count }, (_, at) => ({ id: `${tool}/${at}`, tool, split }) as Example);

describe('sampleReplay', () => {
  const earlier = [...examples('a', 100), ...examples('b', 3), ...examples('c', 50, 'test')];
  it('takes the share of every tool, at least one, from the train split alone', async () => {
    const drawn = await sampleReplay({ examples: earlier, ratio: 0.1, perTool: true, seed: 1 });
    const count = (tool: string) => drawn.filter((example) => example.tool === tool).length;
    expect([count('a'), count('b'), count('c')]).toEqual([10, 1, 0]);
  });
  it('draws the same for the same seed and otherwise for another', async () => {
    const draw = (seed: number) => sampleReplay({ examples: earlier, ratio: 0.1, perTool: false, seed });
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    expect(await draw(1)).toHaveLength(11);
  });
});

describe('sampleGeneral', () => {
  const records = Array.from({ length: 100 }, (_, at) => ({
    messages: [{ role: 'user' as const, content: String(at) }],
  }));
  it('draws the asked number by seed, each with the id of its line', async () => {
    const drawn = await sampleGeneral({ records, count: 10, seed: 1 });
    expect(drawn).toHaveLength(10);
    for (const record of drawn) expect(record.id).toBe(`general/${record.messages[0]?.content}`);
    expect(await sampleGeneral({ records, count: 10, seed: 1 })).toEqual(drawn);
    expect(await sampleGeneral({ records, count: 10, seed: 2 })).not.toEqual(drawn);
    expect(await sampleGeneral({ records, count: 1000, seed: 1 })).toHaveLength(100);
  });
});
