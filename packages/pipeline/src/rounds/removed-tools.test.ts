import { type PlannedTool, type Round, roundSchema, systemClock } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { makeExample, makeTool, objectOf } from '../migrate/testing/pool-fixture.ts';
import { projectConfigSchema } from './project-config.ts';
import { examplesOfRemovedTools } from './removed-tools.ts';

const KEPT = makeTool('tell_tide', objectOf({ harbour: { type: 'string' } }));
const GONE = makeTool('name_keeper', objectOf({ lighthouse: { type: 'string' } }));
const config = projectConfigSchema.parse({ tools: [{ from: 'toolbox:' }], removedTools: 'no-call' });

function roundThatDrops(tool: string): Round {
  const dropped: PlannedTool = {
    ...{ tool, before: tool, version: null, action: 'drop', differences: [], reason: 'it is gone' },
  };
  return roundSchema.parse({
    ...{ format: 1, number: 2, kind: 'add', state: 'open', createdAt: 0, updatedAt: 0, config: {} },
    versions: { imaginarium: '0', node: '20' },
    ...{ tools: [dropped], targets: [], steps: {}, training: null, gate: null, failure: null },
  });
}

it('asks about no query of a removed tool that is near a test of a tool that stays', async () => {
  const of = (id: string, query: string, split: 'train' | 'test') => ({
    ...makeExample(GONE, {}, { id, split }),
    query,
  });
  const noCallTest = {
    ...makeExample(KEPT, {}, { id: 'r1/no-call/0', split: 'test' }),
    ...{ kind: 'no-call' as const, tool: null, query: 'Who was the first keeper of the lighthouse at Eddystone?' },
  };
  const before = [
    of('r1/near', 'Who was the first keeper of the lighthouse at Eddystone then?', 'train'),
    of('r1/far', 'Name whoever lives on the rock off Penmarch.', 'train'),
  ];
  const model = createScriptedModel(({ purpose }) =>
    purpose === 'judge' ? '{"served":false,"helpful":true,"reason":"fine"}' : 'I know no keepers.',
  );
  const environment = { clock: systemClock, fetch, variables: {}, version: '0' };
  const { examples, removals } = await examplesOfRemovedTools(
    { config, round: roundThatDrops(GONE.name), environment },
    { tools: [KEPT], before, now: [noCallTest] },
    async () => ({ models: { forPurpose: () => model, concurrency: 1, secretValues: [] }, close: async () => {} }),
  );
  expect(examples.map(({ id, round }) => [id, round])).toEqual([['no-call/r1/far', 2]]);
  expect(removals).toMatchObject([{ id: 'no-call/r1/near', reason: expect.stringContaining('test (r1/no-call/0)') }]);
  expect(model.requests).toHaveLength(2);
});
