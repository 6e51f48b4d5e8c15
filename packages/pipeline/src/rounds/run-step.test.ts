import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundSchema, systemClock } from '@imaginarium/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectConfigSchema } from './project-config.ts';
import type { RoundContext } from './round-context.ts';
import { runStep } from './run-step.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-step-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is tried again where tools did not answer, until something was trained on what was got', async () => {
  const round = roundSchema.parse({
    ...{ format: 1, number: 1, kind: 'add', state: 'open', createdAt: 0, updatedAt: 0, config: {}, tools: [] },
    versions: { imaginarium: '0', node: '20' },
    ...{ targets: [], steps: {}, training: null, gate: null, failure: null },
  });
  const context: RoundContext = {
    ...{ project: folder, folder, round, earlier: [], request: {}, onEvent: () => {} },
    config: projectConfigSchema.parse({ tools: [{ from: 'toolbox:' }] }),
    environment: { clock: systemClock, fetch, variables: {}, version: '0' },
    endpoint: { url: async () => undefined, close: async () => {} },
  };
  let done = 0;
  const explore = async (passingFailures: number) => {
    await runStep(context, 'explore', 'k', async () => ({ outputs: [], counts: { passingFailures, done: ++done } }));
    return done;
  };
  expect([await explore(2), await explore(1)]).toEqual([1, 2]);
  await runStep(context, 'train', 'k', async () => ({ outputs: [], counts: {} }));
  expect(await explore(0)).toBe(2);
});
