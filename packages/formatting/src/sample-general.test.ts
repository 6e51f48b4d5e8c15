import { describe, expect, it } from 'vitest';
import { sampleGeneral } from './sample-general.ts';

describe('sampleGeneral', () => {
  const records = Array.from({ length: 100 }, (_, at) => ({
    messages: [{ role: 'user' as const, content: String(at) }],
  }));
  const draw = (count: number, seed: number) => sampleGeneral({ records, from: 'bundled', count, seed });

  it('draws the asked number by seed, each with the id of its line and why it is there', async () => {
    const drawn = await draw(10, 1);
    expect(drawn).toHaveLength(10);
    for (const record of drawn) {
      expect(record.id).toBe(`general/${record.messages[0]?.content}`);
      expect(record.reason).toBe('general: 10 of 100 of bundled');
    }
    expect(await draw(10, 1)).toEqual(drawn);
    expect(await draw(10, 2)).not.toEqual(drawn);
    expect(await draw(1000, 1)).toHaveLength(100);
  });
});
