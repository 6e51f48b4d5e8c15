import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '@imaginarium/contracts/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { type LaunchRequest, launchTraining, planLaunch } from './launch-training.ts';
import { uploadRecords } from './upload-records.ts';

const LAST_MOMENT = Date.parse('2027-01-06T23:59:59.999Z');
const row = {
  messages: [
    { role: 'user', content: 'Hello?' },
    { role: 'assistant', content: 'Yes.' },
  ],
};

describe('an endpoint that is closing', () => {
  let folder: string;
  let asked: string[];
  let models: object[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closing-'));
    await writeFile(join(folder, 'train.jsonl'), `${JSON.stringify(row)}\n`.repeat(12));
    [asked, models] = [[], []];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const environment = (now: number): Environment => ({
    clock: createManualClock(now),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(`${init?.method ?? 'GET'} ${url.pathname}`);
      return Response.json({ object: 'list', data: url.pathname.endsWith('/models') ? models : [], has_more: false });
    },
    variables: { OPENAI_API_KEY: 'canary' },
    version: '0',
  });
  const request = (): LaunchRequest => ({
    ...{ to: 'openai', data: join(folder, 'train.jsonl'), model: 'gpt-4o-mini', method: 'sft', seed: 1 },
    hyperparameters: {},
  });
  const closed = { code: 'permission/closed', hint: expect.stringContaining('--to huggingface') };

  it('takes jobs on its last day, and not a millisecond later, of which the matrix tells', async () => {
    const stateOf = async (now: number) =>
      (await checkEndpoints({ isLive: false }, environment(now))).find((each) => each.capability.endpoint === 'openai')
        ?.capability.state;
    expect((await planLaunch(request(), environment(LAST_MOMENT))).files).toHaveLength(1);
    await expect(planLaunch(request(), environment(LAST_MOMENT + 1))).rejects.toMatchObject(closed);
    await expect(uploadRecords(request(), environment(LAST_MOMENT + 1))).rejects.toMatchObject(closed);
    expect([await stateOf(LAST_MOMENT), await stateOf(LAST_MOMENT + 1)]).toEqual(['closing', 'closed']);
    expect(asked).toEqual([]);
  });

  it('is sent no record of an account that it takes no jobs from', async () => {
    models = [{ id: 'gpt-4o-mini', object: 'model', created: 0, owned_by: 'system' }];
    await expect(launchTraining(request(), environment(0))).rejects.toMatchObject(closed);
    expect(asked).toEqual(['GET /v1/models', 'GET /v1/fine_tuning/jobs']);
  });
});
