import type { Example, TestItem } from '@imaginarium/contracts';

/** The test item of a kept trial: its last good call with what came back is gold; undefined when the call's arguments cannot be read. */
export function exampleItem({ id, query, solution, tool, offered }: Example): TestItem | undefined {
  if (solution === null) return { id, query, calls: [], tool: null, ...(offered === null ? {} : { offered }) };
  const { call, observation } = solution;
  if (call.arguments === null) return undefined;
  return { id, query, calls: [{ tool: call.name, arguments: call.arguments, observation }], tool };
}
