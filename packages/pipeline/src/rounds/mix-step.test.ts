import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlannedTool, type PoolExample, type Round, roundSchema, systemClock } from '@imaginarium/contracts';
import { readJsonl, writeJsonl } from '@imaginarium/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collect } from '../collect.ts';
import { makeExample, makeTool, objectOf } from '../migrate/testing/pool-fixture.ts';
import { mixStep, mixStepKey } from './mix-step.ts';
import { projectConfigSchema } from './project-config.ts';
import type { RoundData } from './round-context.ts';
import { roundFolder, roundPath } from './round-paths.ts';

const HARBOUR = objectOf({ harbour: { type: 'string' } });
const [TIDE, ROCK, KEEPER] = ['tell_tide', 'find_rock', 'name_keeper'].map((name) => makeTool(name, HARBOUR)) as [
  ReturnType<typeof makeTool>,
  ReturnType<typeof makeTool>,
  ReturnType<typeof makeTool>,
];

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'imaginarium-mix-'));
});
afterEach(() => rm(project, { recursive: true }));

const planned = (tool: ReturnType<typeof makeTool>, action: PlannedTool['action']): PlannedTool => ({
  ...{ tool: tool.name, before: tool.name, version: tool.version, action, differences: [], reason: 'because' },
});

async function dataOf(number: number, pool: readonly PoolExample[], change: object = {}): Promise<RoundData> {
  const folder = roundFolder(project, number);
  await mkdir(folder, { recursive: true });
  await writeJsonl(roundPath(folder, 'tools'), [TIDE, ROCK, KEEPER]);
  await writeJsonl(roundPath(folder, 'examples'), pool);
  const config = projectConfigSchema.parse({ tools: [{ from: 'toolbox:' }], ...change });
  const round: Round = roundSchema.parse({
    ...{ format: 1, number, kind: 'add', state: 'open', createdAt: 0, updatedAt: 0, config: {} },
    versions: { imaginarium: '0', node: '20' },
    tools: [planned(TIDE, 'migrate'), planned(ROCK, 'keep'), planned(KEEPER, 'explore')],
    ...{ targets: [], steps: {}, training: null, gate: null, failure: null },
  });
  const environment = { clock: systemClock, fetch, variables: {}, version: '0' };
  return { project, config, environment, folder, round, earlier: [] };
}

const of = (
  tool: ReturnType<typeof makeTool>,
  id: string,
  query: string,
  split: PoolExample['split'],
  round: number,
) => ({
  ...makeExample(tool, { harbour: 'Brest' }, { id, split }),
  ...{ query, round },
});

const idsOf = async ({ folder }: RoundData, file: string) => [
  ...new Set(
    (await collect(readJsonl<{ exampleId: string; file?: string }>(roundPath(folder, 'records', 'openai', file))))
      .filter((row) => row.file === undefined || row.file === 'train.jsonl')
      .map(({ exampleId }) => exampleId),
  ),
];

it('trains on nothing near a test of any round, carried over to a new version of its tool or replayed', async () => {
  const data = await dataOf(
    2,
    [
      of(TIDE, 'r1/tide/near', 'When is the water highest at the quay of Brest tomorrow?', 'train', 1),
      of(TIDE, 'r1/tide/far', 'Could I walk over the sand bar at noon?', 'train', 1),
      of(ROCK, 'r1/rock/near', 'Who kept the light of Ar-Men before the war?', 'train', 1),
      of(ROCK, 'r1/rock/far', 'Which reef lies west of Sein?', 'train', 1),
      of(KEEPER, 'r2/keeper/test', 'When is the water highest at the quay of Brest tomorrow then?', 'test', 2),
      of(KEEPER, 'r2/keeper/validation', 'Who kept the light of Ar-Men before the wars?', 'validation', 2),
      of(KEEPER, 'r2/keeper/train', 'Name whoever lives on the rock off Penmarch.', 'train', 2),
    ],
    { replay: { ratio: 1 } },
  );
  await mixStep(data);
  expect(await idsOf(data, 'lineage.jsonl')).toEqual(['r1/tide/far', 'r2/keeper/train', 'r1/rock/far']);
  expect(await idsOf(data, 'refused.jsonl')).toEqual(['r1/tide/near', 'r1/rock/near']);
});

it('replays other examples in another round, and the same in the same', async () => {
  const pool = Array.from({ length: 40 }, (_, at) =>
    of(ROCK, `r1/rock/${at}`, `${String.fromCharCode(97 + (at % 26)).repeat(9)} reef ${at}?`, 'train', 1),
  );
  const draw = async (number: number) => {
    const data = await dataOf(number, pool);
    await mixStep(data);
    return idsOf(data, 'lineage.jsonl');
  };
  const second = await draw(2);
  expect(second).toHaveLength(4);
  expect(await draw(2)).toEqual(second);
  expect(await draw(3)).not.toEqual(second);
});

it('is another step where a file that it reads says something else', async () => {
  const data = await dataOf(2, [], { formatting: { general: { from: 'talk.jsonl', count: 1 } } });
  const path = join(project, 'talk.jsonl');
  await writeFile(path, 'one');
  const before = await mixStepKey(data);
  expect(await mixStepKey(data)).toBe(before);
  await writeFile(path, `${await readFile(path, 'utf8')}, two`);
  expect(await mixStepKey(data)).not.toBe(before);
});
