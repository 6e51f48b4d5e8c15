import { createIsolate } from '@imaginarium/tools';

/** The worker in which expressions are read: started at first use, shared by the maths tools, idle without a hold on the process. */
export const mathsIsolate = createIsolate({
  module: new URL('../../isolated/maths.mjs', import.meta.url),
  timeoutMs: 2000,
});
