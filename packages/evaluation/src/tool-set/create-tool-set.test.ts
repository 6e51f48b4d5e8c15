import { createRandom, type TestItem, type TestTool } from '@imaginarium/contracts';
import { createOfflineEmbedder } from '@imaginarium/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToolSet } from './create-tool-set.ts';

const aTool = (name: string, description: string): TestTool => ({
  name,
  originalName: name,
  description,
  parameters: { type: 'object', properties: {} },
});
const tools = [
  aTool('weather_now', 'Current weather of a city.'),
  aTool('weather_forecast', 'Weather forecast of a city for the coming days.'),
  aTool('currency', 'Converts money between currencies.'),
  aTool('movie_search', 'Searches movies by title.'),
  aTool('hotel_search', 'Searches hotels of a city.'),
];
const item = (query: string, ...gold: string[]): TestItem => ({
  id: query,
  query,
  calls: gold.map((tool) => ({ tool, arguments: {} })),
  tool: gold[0] ?? null,
});
const items = [
  item('How is the weather in Rome?', 'weather_now'),
  item('Convert ten euros to currencies of Asia', 'currency'),
  item('Weather and a hotel in Rome', 'weather_now', 'hotel_search'),
  item('Tell me a joke about money'),
];
const create = (kind: 'none' | 'all' | 'oracle' | 'retriever', size: number, seed = 1) =>
  createToolSet({
    kind,
    size,
    testSet: { items, tools },
    embedder: createOfflineEmbedder(),
    random: createRandom(seed),
  });
const names = (offered: readonly TestTool[]) => offered.map(({ name }) => name);

describe('the tools that a model sees', () => {
  it('are none, or all in the order of the test set', async () => {
    expect(await create('none', 3).for(items[0] as TestItem)).toEqual([]);
    expect(await create('all', 3).for(items[0] as TestItem)).toEqual(tools);
  });

  it('oracle: the gold tool and its documentation neighbours, whatever the query says', async () => {
    const misleading = { ...(items[0] as TestItem), query: 'How is the weather in Rome?' };
    expect(names(await create('oracle', 2).for(misleading)).sort()).toEqual(['weather_forecast', 'weather_now']);
    expect(create('oracle', 2).header).toEqual({ kind: 'oracle', size: 2, embeddings: 'offline:lexical-1' });
  });

  it('never are tools that may serve a query of which no call was judged right', async () => {
    const offered = ['currency', 'movie_search'];
    const judged = { ...(items[3] as TestItem), offered };
    for (const kind of ['all', 'oracle', 'retriever'] as const)
      expect(names(await create(kind, 4).for(judged)).sort(), kind).toEqual(offered);
  });

  it('oracle: every gold tool of several, even where they are more than fit', async () => {
    expect(names(await create('oracle', 1).for(items[2] as TestItem)).sort()).toEqual(['hotel_search', 'weather_now']);
  });

  it('oracle: the tools nearest to the query where no tool is right', async () => {
    expect(names(await create('oracle', 1).for(items[3] as TestItem))).toEqual(['currency']);
  });

  it('retriever: what is most like the query, whether gold or not', async () => {
    expect(names(await create('retriever', 1).for(items[1] as TestItem))).toEqual(['currency']);
  });

  it('always hold the gold tool, at no fixed place, at most as many as asked for, the same for the same seed', async () => {
    const places = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 7 }), async (seed, size) => {
        const offered = names(await create('oracle', size, seed).for(items[0] as TestItem));
        expect(offered).toHaveLength(Math.min(size, tools.length));
        expect(new Set(offered).size).toBe(offered.length);
        expect(offered).toContain('weather_now');
        expect(names(await create('oracle', size, seed).for(items[0] as TestItem))).toEqual(offered);
        places.add(offered.indexOf('weather_now'));
      }),
    );
    expect(places.size).toBeGreaterThan(2);
  });
});
