import { createIsolate, defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const isolate = createIsolate({
  module: new URL('../../isolated/shop-database.mjs', import.meta.url),
  timeoutMs: 3000,
});

/** SQLite over a small sample shop, in memory and read-only. The schema is not documented: errors tell it. */
export const queryShopDatabase = defineTool({
  name: 'query_shop_database',
  description: 'Runs one SQL query on the records of an outdoor equipment shop: what it sells, to whom, and when.',
  parameters: z.strictObject({ sql: z.string().describe('SQLite query.') }),
  effect: 'read',
  group: 'data',
  run: async ({ sql }, { signal }) => isolate.run('query', [sql], { signal }),
});
