import type { TestItem } from '@imaginarium/contracts';
import { createOfflineEmbedder } from '@imaginarium/models';
import { expect, it } from 'vitest';
import { createDemonstrations } from './create-demonstrations.ts';

const item = (query: string, tool: string | null = 'weather'): TestItem => ({
  id: query,
  query,
  calls: tool === null ? [] : [{ tool, arguments: {} }],
  tool,
});
const asked = item('What is the weather in Lisbon today?');
const training = [
  item('Search movies with robots', 'movies'),
  item('What is the weather in Porto today?'),
  item('what is the  weather in Porto today'),
  item('Is there a storm in Lisbon?'),
  item('WHAT is the weather in Lisbon today'),
  item('Tell me a joke', null),
  { ...item('And what is the weather in Lisbon tomorrow?'), context: [{ role: 'user' as const, content: 'Hi' }] },
];
const create = (rows: readonly TestItem[], count?: number) =>
  createDemonstrations({ training: rows, items: [asked], embedder: createOfflineEmbedder(), ...(count && { count }) });

it('shows the most similar training queries, each once, the most similar last', async () => {
  const shown = await create(training, 2).for(asked);
  expect(shown.map(({ query }) => query)).toEqual([
    'Is there a storm in Lisbon?',
    'What is the weather in Porto today?',
  ]);
});

it('never shows a test query, however it is written, and says which it kept out', async () => {
  const demonstrations = create(training);
  expect(demonstrations.contaminated.map(({ query }) => query)).toEqual(['WHAT is the weather in Lisbon today']);
  expect(await demonstrations.for(asked)).not.toContain(training[4]);
});

it('leaves out what demonstrates no call and what continues a conversation', async () => {
  expect(create(training).pool).toEqual([training[0], training[1], training[3]]);
  expect(await create(training, 8).for(asked)).toHaveLength(3);
});

it('names its pool by a hash that changes with it', () => {
  expect(create(training).header).toMatchObject({ count: 8, embeddings: 'offline:lexical-1' });
  expect(create(training).header.hash).not.toBe(create(training.slice(1)).header.hash);
});

it('refuses training data that leaves nothing to show', () => {
  expect(() => create([training[4] as TestItem, training[5] as TestItem])).toThrow(
    expect.objectContaining({ code: 'input/demonstrations', message: expect.stringContaining('1 are test queries') }),
  );
});
