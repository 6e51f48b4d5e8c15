import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundSchema, systemClock } from '@imaginarium/contracts';
import { readJsonl, writeJsonl } from '@imaginarium/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collect } from '../collect.ts';
import { makeExample, makeTool, objectOf } from '../migrate/testing/pool-fixture.ts';
import { runPath } from '../run-paths.ts';
import { gatherPool } from './gather-pool.ts';
import { projectConfigSchema } from './project-config.ts';
import { readPool } from './round-context.ts';
import { roundFolder, roundPath } from './round-paths.ts';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'imaginarium-pool-'));
});
afterEach(() => rm(project, { recursive: true }));

it('tests a tool that is explored again on nothing that it was trained on before', async () => {
  const was = makeTool('tell_tide', objectOf({ harbour: { type: 'string' } }));
  const is = makeTool('tell_tide', objectOf({ harbour: { type: 'integer' } }));
  const [first, second] = [roundFolder(project, 1), roundFolder(project, 2)];
  const run = roundPath(second, 'run');
  for (const folder of [first, run]) await mkdir(folder, { recursive: true });
  await writeJsonl(roundPath(first, 'tools'), [was]);
  await writeJsonl(roundPath(second, 'tools'), [is]);
  const query = 'When is the water highest at the quay of Brest tomorrow?';
  await writeJsonl(roundPath(first, 'examples'), [
    { ...makeExample(was, { harbour: 'Brest' }, { id: 'r1/tide/0' }), query },
  ]);
  const again = (id: string, query: string, split: 'test' | 'train') => ({
    ...makeExample(is, { harbour: 3 }, { id, split }),
    query,
  });
  await writeJsonl(runPath(run, 'examples'), [
    again('tide/0', 'When is the water highest at the quay of Brest tomorrow then?', 'test'),
    again('tide/1', 'Could I walk over the sand bar at noon?', 'test'),
    again('tide/2', query, 'train'),
  ]);
  const round = (number: number, action: 'explore') =>
    roundSchema.parse({
      ...{ format: 1, number, kind: 'add', state: 'open', createdAt: 0, updatedAt: 0, config: {} },
      versions: { imaginarium: '0', node: '20' },
      tools: [{ tool: is.name, before: null, version: is.version, action, differences: [], reason: '' }],
      ...{ targets: [], steps: {}, training: null, gate: null, failure: null },
    });
  await gatherPool(
    {
      ...{ project, folder: second, round: round(2, 'explore'), earlier: [round(1, 'explore')] },
      config: projectConfigSchema.parse({ tools: [{ from: 'toolbox:' }] }),
      environment: { clock: systemClock, fetch, variables: {}, version: '0' },
    },
    () => Promise.reject(new Error('no model is needed')),
  );
  expect((await readPool(second)).map(({ id }) => id)).toEqual(['r2/tide/1', 'r2/tide/2']);
  const removals = await collect(readJsonl<{ id: string; reason: string }>(roundPath(second, 'removals')));
  expect(removals.find(({ id }) => id === 'r2/tide/0')?.reason).toMatch(/^likeness 0\.\d+ to the training query r1/);
});
