import { createIsolate, defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const isolate = createIsolate({ module: new URL('../../isolated/query-json.mjs', import.meta.url), timeoutMs: 3000 });

/** JSONata (jsonata.org) over a document that the caller gives. Expressions run isolated: they may loop for ever. */
export const queryJson = defineTool({
  name: 'query_json',
  description: 'Evaluates an expression over a document.',
  parameters: z.strictObject({
    expression: z.string().describe('Expression.'),
    document: z.string().describe('Document.'),
  }),
  effect: 'read',
  group: 'data',
  run: async ({ expression, document }, { signal }) => isolate.run('evaluate', [expression, document], { signal }),
});
