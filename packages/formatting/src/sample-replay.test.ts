import type { PoolExample } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReplayConfig, replayConfigSchema } from './replay-config.ts';
import { type ReplayedExample, type ReplayRequest, sampleReplay } from './sample-replay.ts';

const make = (round: number, tool: string | null, count: number, split = 'train'): PoolExample[] =>
  Array.from({ length: count }, (_, at) => ({ id: `r${round}/${tool}/${at}`, tool, split, round }) as PoolExample);

const draw = (examples: readonly PoolExample[], config: Partial<ReplayConfig>, more: Partial<ReplayRequest> = {}) =>
  sampleReplay({ examples: () => examples, config: replayConfigSchema.parse(config), seed: 1, ...more });
const idsOf = (drawn: readonly ReplayedExample[]) => drawn.map(({ example }) => example.id);
const countOf = (drawn: readonly ReplayedExample[], tool: string | null) =>
  drawn.filter(({ example }) => example.tool === tool).length;

const earlier = [
  ...make(1, 'a', 100),
  ...make(1, 'b', 3),
  ...make(1, 'c', 50, 'test'),
  ...make(2, 'd', 28),
  ...make(2, null, 10),
];

describe('sampleReplay', () => {
  it('takes a tenth of each earlier round, from the train split alone', async () => {
    const drawn = await draw(earlier, {});
    const ofRound = (round: number) => drawn.filter(({ example }) => example.round === round);
    expect([ofRound(1).length, ofRound(2).length]).toEqual([11, 4]);
    expect(countOf(drawn, 'c')).toBe(0);
    expect(ofRound(1)[0]?.reason).toBe('replay of round 1: uniform, 10 %');
  });

  it('gives every example the same chance', async () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 400; seed++)
      for (const id of idsOf(await draw(make(1, 'a', 40), { ratio: 0.25 }, { seed })))
        times.set(id, (times.get(id) ?? 0) + 1);
    // Each is drawn 100 times of 400 on average, with a deviation of about 9.
    expect(times.size).toBe(40);
    for (const count of times.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
  });

  it('takes a share of every tool, at least one', async () => {
    const drawn = await draw(earlier, { sampler: 'per-tool', ratio: 0.1 });
    expect(['a', 'b', 'd', null].map((tool) => countOf(drawn, tool))).toEqual([10, 1, 3, 1]);
    const reasons = new Set(drawn.map(({ reason }) => reason));
    expect(reasons).toContain('replay of round 2: per tool, 3 of 28 of d');
    expect(reasons).toContain('replay of round 2: per tool, 1 of 10 of the queries without a tool');
  });

  it('takes most of the tools that were forgotten most, and gives what they cannot fill to the others', async () => {
    const weights = new Map([
      ['a', 0.1],
      ['b', 0.8],
      ['d', 0.3],
    ]);
    const drawn = await draw(earlier, { sampler: 'hardest-forgotten', records: 30 }, { weights });
    expect(drawn).toHaveLength(30);
    expect(countOf(drawn, 'b')).toBe(3);
    expect(countOf(drawn, 'd')).toBeGreaterThan(2 * countOf(drawn, 'a'));
    expect(drawn.find(({ example }) => example.tool === 'b')?.reason).toBe(
      'replay of round 1: hardest forgotten, 3 of 3 of b (weight 0.8)',
    );
    expect(drawn.find(({ example }) => example.tool === null)?.reason).toMatch(/weight unknown: the mean/);
    const asManyAsUniform = await draw(earlier, { sampler: 'hardest-forgotten' }, { weights });
    expect(asManyAsUniform).toHaveLength(15);
  });

  it('shares evenly where nothing was forgotten', async () => {
    const pool = ['a', 'b', 'c'].flatMap((tool) => make(1, tool, 20));
    const weights = new Map(['a', 'b', 'c'].map((tool) => [tool, 0]));
    const drawn = await draw(pool, { sampler: 'hardest-forgotten', records: 12 }, { weights });
    expect(['a', 'b', 'c'].map((tool) => countOf(drawn, tool))).toEqual([4, 4, 4]);
  });

  it('draws nothing where there is to be none, and names runs as they are named', async () => {
    expect(await draw(earlier, { sampler: 'none' })).toEqual([]);
    const [first] = await draw(earlier, { records: 5 }, { nameOf: (round) => `runs/${round}` });
    expect(first?.reason).toMatch(/^replay of runs\/\d: uniform, 5 examples of all earlier rounds$/);
  });

  it('wants what the config needs', async () => {
    await expect(draw(earlier, { tokens: 100 })).rejects.toThrow('tokensOf');
    await expect(draw(earlier, { sampler: 'hardest-forgotten' })).rejects.toThrow('weights');
    const weights = new Map([['a', -1]]);
    await expect(draw(earlier, { sampler: 'hardest-forgotten' }, { weights })).rejects.toThrow('weight of a is -1');
    expect(() => replayConfigSchema.parse({ ratio: 0.1, records: 3 })).toThrow('give one of');
  });
});

describe('what holds of every draw', () => {
  const tools = ['a', 'b', 'c', 'd', 'e'];
  const pools = fc
    .array(
      fc.record({
        round: fc.integer({ min: 1, max: 3 }),
        tool: fc.constantFrom(...tools, null),
        isTrain: fc.boolean(),
      }),
      {
        maxLength: 60,
      },
    )
    .map((rows) =>
      rows.map(
        ({ round, tool, isTrain }, at) =>
          ({ id: `r${round}/${at}`, tool, split: isTrain ? 'train' : 'test', round }) as PoolExample,
      ),
    );
  const samplers = fc.constantFrom('uniform' as const, 'per-tool' as const, 'hardest-forgotten' as const);
  const amounts = fc.oneof(
    fc.record({ ratio: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    fc.record({ records: fc.integer({ min: 1, max: 80 }) }),
    fc.record({ tokens: fc.integer({ min: 1, max: 400 }) }),
  );
  const allWeights = fc
    .dictionary(fc.constantFrom(...tools, ''), fc.double({ min: 0, max: 1, noNaN: true }))
    .map((weights) => new Map(Object.entries(weights)));
  const tokensOf = ({ id }: PoolExample) => 1 + ((id.length * 7 + Number(id.split('/')[1]) * 13) % 30);

  it('keeps to the budget, repeats nothing, draws training examples, and needs but the seed', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools,
        samplers,
        amounts,
        allWeights,
        fc.integer(),
        async (pool, sampler, amount, weights, seed) => {
          const more = { weights, seed, tokensOf };
          const drawn = await draw(pool, { sampler, ...amount }, more);
          expect(new Set(idsOf(drawn)).size).toBe(drawn.length);
          expect(drawn.every(({ example }) => example.split === 'train')).toBe(true);
          const train = pool.filter(({ split }) => split === 'train');
          if ('records' in amount) expect(drawn).toHaveLength(Math.min(amount.records, train.length));
          if ('tokens' in amount) {
            const spent = drawn.reduce((sum, { example }) => sum + tokensOf(example), 0);
            expect(spent).toBeLessThanOrEqual(amount.tokens);
            const left = train.filter((example) => !drawn.some((one) => one.example === example));
            for (const example of left) expect(tokensOf(example)).toBeGreaterThan(amount.tokens - spent);
          }
          expect(await draw(pool, { sampler, ...amount }, more)).toEqual(drawn);
          async function* stream() {
            yield* pool;
          }
          expect(await draw([], { sampler, ...amount }, { ...more, examples: stream })).toEqual(drawn);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives every tool one example while the budget lasts', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools,
        fc.constantFrom('per-tool' as const, 'hardest-forgotten' as const),
        fc.integer({ min: 1, max: 80 }),
        allWeights,
        async (pool, sampler, records, weights) => {
          const had = new Set(pool.flatMap(({ tool, split }) => (split === 'train' ? [tool] : [])));
          const drawn = await draw(pool, { sampler, records }, { weights });
          expect(new Set(drawn.map(({ example }) => example.tool)).size).toBe(Math.min(had.size, records));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('depends on no order of the rows', async () => {
    await fc.assert(
      fc.asyncProperty(pools, samplers, fc.integer({ min: 1, max: 80 }), async (pool, sampler, records) => {
        const weights = new Map([['a', 1]]);
        const drawn = await draw(pool, { sampler, records }, { weights });
        const turned = await draw(pool.toReversed(), { sampler, records }, { weights });
        expect(idsOf(turned).toReversed()).toEqual(idsOf(drawn));
      }),
    );
  });

  it('gives a tool no fewer, over many seeds, the more it weighs', async () => {
    const pool = tools.flatMap((tool) => make(1, tool, 30));
    const meanOf = async (weight: number) => {
      let count = 0;
      for (let seed = 0; seed < 20; seed++) {
        const weights = new Map(tools.map((tool) => [tool, tool === 'a' ? weight : 0.3]));
        count += countOf(await draw(pool, { sampler: 'hardest-forgotten', records: 40 }, { weights, seed }), 'a');
      }
      return count / 20;
    };
    const means = [];
    for (const weight of [0, 0.1, 0.3, 0.6, 1]) means.push(await meanOf(weight));
    expect(means.toSorted((one, other) => one - other)).toEqual(means);
    expect(means[0]).toBe(1);
    expect(means[2]).toBe(8);
    expect(means[4]).toBeGreaterThan(15);
  });

  it('counts tokens into a budget that tools share by weight', async () => {
    const pool = [...make(1, 'a', 50), ...make(1, 'b', 50)];
    const weights = new Map([
      ['a', 3],
      ['b', 1],
    ]);
    const tokens = (example: PoolExample) => (example.tool === 'a' ? 10 : 5);
    const drawn = await draw(pool, { sampler: 'hardest-forgotten', tokens: 400 }, { weights, tokensOf: tokens });
    expect([countOf(drawn, 'a') * 10, countOf(drawn, 'b') * 5]).toEqual([300, 100]);
  });
});
