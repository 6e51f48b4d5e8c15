import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createOfflineEmbedder } from '@imaginarium/models';
import { describe, expect, it } from 'vitest';
import { readTestSet } from '../test-set/read-test-set.ts';
import { documentationText } from './documentation-text.ts';
import { similarityOf } from './nearest.ts';

const reference =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const testSet = `${reference}/ste/tool_test.json`;

describe.skipIf(!existsSync(testSet))(
  'how good the offline embeddings are (skipped where the STE data is absent)',
  () => {
    it('is what their documentation says', async () => {
      const { items, tools } = await readTestSet(testSet);
      const embedder = createOfflineEmbedder();
      const documents = await embedder.embed(tools.map(documentationText));
      const queries = await embedder.embed(items.map(({ query }) => query));
      const first = { 1: 0, 5: 0, 15: 0 };
      let sameTool = 0;
      for (const [at, item] of items.entries()) {
        const query = queries[at] as Float32Array;
        const scores = documents.map((document) => similarityOf(document, query));
        const gold = scores[tools.findIndex(({ name }) => name === item.tool)] as number;
        // Tools that are as near as the right one count half: what a random order would give.
        const ties = scores.filter((score) => score === gold).length - 1;
        const rank = scores.filter((score) => score > gold).length + ties / 2;
        for (const k of [1, 5, 15] as const) if (rank < k) first[k]++;
        const others = queries.map((other, index) =>
          items[index]?.query === item.query ? -1 : similarityOf(other, query),
        );
        if (items[others.indexOf(Math.max(...others))]?.tool === item.tool) sameTool++;
      }
      const share = (count: number) => Math.round((100 * count) / items.length);
      const measured = [first[1], first[5], first[15], sameTool].map(share);
      for (const [at, documented] of [66, 81, 87, 92].entries())
        expect(Math.abs((measured[at] as number) - documented), `${measured}`).toBeLessThanOrEqual(2);
    });
  },
);
