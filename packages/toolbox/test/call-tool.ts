import { createRandom, type JsonValue } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { toolboxTools } from '../src/tools/index.ts';

/** Calls a toolbox tool as the executor does after its checks: arguments through the schema, seeded chance, a fixed clock. */
export async function callTool(name: string, args: unknown, seed = 'test'): Promise<JsonValue> {
  const tool = toolboxTools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool.run(tool.parameters.parse(args), {
    signal: new AbortController().signal,
    clock: createManualClock(Date.UTC(2026, 4, 3, 10)),
    random: createRandom(seed),
    fetch: () => Promise.reject(new Error('the toolbox works offline')),
    secret: () => {
      throw new Error('the toolbox has no secrets');
    },
  });
}
