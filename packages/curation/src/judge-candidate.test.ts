import { type ChatRequest, ImaginariumError, judgeMaterialSchema, readMaterial } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeAttempt, makeTrial, WEATHER } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import { filterByExecution } from './execution-filter.ts';
import { judgeCandidate } from './judge-candidate.ts';
import { createRowModel } from './row-model.ts';

const config = curationConfigSchema.parse({});
const attempts = [
  makeAttempt('get_weather', { city: 'Pari' }, { status: 'error', failure: 'tool-error', content: 'unknown city' }),
  makeAttempt('get_weather', { city: 'Paris' }),
];
const trial = makeTrial('get_weather/2/1', 'Weather in Paris?', { attempts });
const candidate = filterByExecution([trial], [WEATHER], ['live']).kept[0]!;
const yes = { informative: true, faithful: true, appropriate: true, reason: 'fine' };

async function judge(...replies: (string | Error)[]) {
  const model = createScriptedModel((_, index) => replies[index] ?? new Error('asked too often'));
  const result = await judgeCandidate(candidate, { config, judge: createRowModel(model) });
  return { result, requests: model.requests };
}
const promptOf = (request: ChatRequest) => request.messages.at(-1)?.content ?? '';

describe('judgeCandidate', () => {
  it('shows the judge every step and keeps a trial with three times yes', async () => {
    const { result, requests } = await judge(JSON.stringify(yes));
    expect(result).toMatchObject({ judgement: yes });
    const material = judgeMaterialSchema.parse(readMaterial(promptOf(requests[0]!)));
    expect(material.steps).toEqual(attempts);
    expect(requests[0]).toMatchObject({
      purpose: 'judge',
      place: { tool: 'get_weather', episode: 2, trial: 1, item: 'get_weather/2/1', step: 'judge', ordinal: 0 },
      responseSchema: { name: 'judgement', schema: { type: 'object' } },
    });
  });

  it.each(['informative', 'faithful', 'appropriate'])('removes a trial that is not %s', async (question) => {
    const { result } = await judge(JSON.stringify({ ...yes, [question]: false, reason: 'because' }));
    expect(result).toMatchObject({ stage: 'judge', reason: `not ${question}: because` });
  });

  it('takes "Now that is not bad" for neither yes nor no: asks again, then removes as unreadable', async () => {
    const { result, requests } = await judge('Now that is not bad', 'Now that is not bad');
    expect(result).toMatchObject({ stage: 'judge', reason: 'unreadable: the reply holds no JSON object' });
    expect(requests.map(({ place }) => place.ordinal)).toEqual([0, 1]);
    expect(promptOf(requests[1]!)).toContain('could not be read');
  });

  it('keeps a trial whose judge is readable at the second asking', async () => {
    expect((await judge('Yes', JSON.stringify(yes))).result).toMatchObject({ judgement: yes });
  });

  it('reads no verdict into strings: "true" is not true', async () => {
    const { result } = await judge(...Array(2).fill(JSON.stringify({ ...yes, faithful: 'true' })));
    expect(result).toMatchObject({ stage: 'judge', reason: expect.stringContaining('unreadable: faithful') });
  });

  it('removes the row when an endpoint fails on it', async () => {
    const failure = new ImaginariumError({ code: 'endpoint/server-error', message: 'status 500' });
    expect((await judge(failure)).result).toMatchObject({
      stage: 'judge',
      reason: expect.stringContaining('endpoint/server-error'),
    });
  });

  it.each([
    'budget/reached',
    'interrupted/aborted',
    'secret/missing',
    'permission/denied',
    'config/model',
    'endpoint/quota',
    'disk/full',
  ] as const)('stops the run on %s', async (code) => {
    await expect(judge(new ImaginariumError({ code, message: 'stop' }))).rejects.toMatchObject({ code });
  });

  it('stops the run when the endpoint fails ten times in a row', async () => {
    const failure = new ImaginariumError({ code: 'endpoint/unreachable', message: 'refused' });
    const model = createRowModel(createScriptedModel(() => failure));
    const ask = () => judgeCandidate(candidate, { config, judge: model });
    for (let row = 0; row < 9; row++) expect(await ask()).toMatchObject({ stage: 'judge' });
    await expect(ask()).rejects.toBe(failure);
  });
});
