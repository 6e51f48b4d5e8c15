import { type Focus, imagineMaterialSchema, readMaterial, type Trial } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { explorationConfigSchema } from './exploration-config.ts';
import { explore } from './explore.ts';
import { createLearner, strictOnFormat, tool } from './testing/exploration-fixture.ts';

const rival = { ...tool, name: 'days_between', originalName: 'days_between', description: 'Counts days.' };
const idle = { ...tool, name: 'today', originalName: 'today' };
const pair: Focus = { kind: 'confused-pair', other: 'days_between' };
const argument: Focus = { kind: 'argument', argument: '/days' };
const anything: Focus = { kind: 'tool' };

async function exploreFor(focuses: Record<string, Focus[]>, knownQueries: Record<string, string[]> = {}, config = {}) {
  const model = createLearner();
  const trials: Trial[] = [];
  await explore({
    tools: [tool, rival, idle],
    config: explorationConfigSchema.parse({ episodes: 9, trials: 3, ...config }),
    models: { imagine: model, solve: model, reflect: model },
    executor: strictOnFormat(),
    toolsInProgress: 1,
    focuses: new Map(Object.entries(focuses)),
    knownQueries: new Map(Object.entries(knownQueries)),
    onTrial: (trial) => void trials.push(trial),
  });
  const asked = model.requests
    .filter(({ purpose }) => purpose === 'imagine')
    .map(({ messages }) => messages.at(-1)?.content ?? '');
  const offered = model.requests.flatMap(({ tools }) => tools?.map(({ name }) => name).join() ?? []);
  return { trials, offered, asked, materials: asked.map((text) => imagineMaterialSchema.parse(readMaterial(text))) };
}

describe('targeted exploration', () => {
  it('makes one trial a focus, in episodes, of the tools that have any, and says in each what it was for', async () => {
    const { trials } = await exploreFor({ add_days: [pair, pair, argument, anything], days_between: [] });
    expect(trials.map(({ id, focus }) => [id, focus])).toEqual([
      ['add_days/0/0', pair],
      ['add_days/0/1', pair],
      ['add_days/0/2', argument],
      ['add_days/1/0', anything],
    ]);
  });

  it('shows the rival, or the argument, as the tools define them', async () => {
    const { materials, asked } = await exploreFor({ add_days: [pair, argument, anything] });
    expect(materials.map(({ focus }) => focus)).toEqual([
      {
        kind: 'confused-pair',
        rival: { name: 'days_between', description: 'Counts days.', parameters: tool.parameters },
      },
      { kind: 'argument', argument: '/days', schema: { type: 'integer' }, isRequired: false },
      undefined,
    ]);
    expect(asked[0]).toContain('tells the two apart');
    expect(asked[1]).toContain('stands or falls with this argument');
  });

  it('offers the rival too where the two are to be told apart, and no other tool', async () => {
    const { offered } = await exploreFor({
      add_days: [pair, argument],
      days_between: [{ ...pair, other: 'add_days' }],
    });
    expect([...new Set(offered)]).toEqual(['add_days,days_between', 'add_days']);
  });

  it('begins with the known queries: they are shown, and not to be repeated', async () => {
    const known = ['Which day comes 2 weeks after Easter Sunday?'];
    const { materials, trials } = await exploreFor({ add_days: [argument] }, { add_days: known });
    expect(materials[0]?.earlierQueries).toEqual([{ query: known[0], solved: true }]);
    expect(trials[0]).toMatchObject({
      outcome: 'no-query',
      rejectedQueries: [{ reason: expect.stringContaining('repeats') }, {}, {}],
    });
  });

  it('does not leave before the last focus, however alike the queries', async () => {
    const noveltyStop = { window: 1, minimum: 1 };
    const { trials } = await exploreFor({ add_days: Array.from({ length: 6 }, () => argument) }, {}, { noveltyStop });
    expect(trials).toHaveLength(6);
  });

  it.each<[string, Focus]>([
    ['no tool nowhere', { kind: 'confused-pair', other: 'nowhere' }],
    ['no argument /hours', { kind: 'argument', argument: '/hours' }],
  ])('refuses a focus before the first call: %s', async (reason, focus) => {
    await expect(exploreFor({ add_days: [anything], days_between: [focus] })).rejects.toMatchObject({
      code: 'input/unknown-focus',
      message: expect.stringContaining(reason),
    });
  });
});
