import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { addRound } from './add-round.ts';
import { addToolSources } from './add-tool-sources.ts';
import type { RoundRequest } from './round-api.ts';

const environment: Environment = { clock: systemClock, fetch, variables: {}, version: '0' };
const OWN = `functions:${fileURLToPath(new URL('../../../../configs/examples/functions.mjs', import.meta.url))}`;

let project: string;
const file = () => join(project, 'project.yaml');
const write = (config: object) =>
  writeFile(
    file(),
    JSON.stringify({
      tools: [{ from: 'toolbox:', only: ['add_days'] }],
      models: { default: 'practice:' },
      exploration: { episodes: 1, trials: 1 },
      ...config,
    }),
  );
const refusal = (request: RoundRequest = {}, variables: Record<string, string> = {}) =>
  addRound(project, request, { ...environment, variables }).then(
    () => 'none',
    ({ code }: { code: string }) => code,
  );

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'imaginarium-unready-'));
});
afterEach(() => rm(project, { recursive: true }));

describe('a round that would be refused later is refused before it is planned', () => {
  it.each([
    ['the key of a teacher', { models: { default: 'practice:', judge: 'openai:judge' } }, {}, 'secret/missing'],
    ['the key of the endpoint', { training: { to: 'together', model: 'm' } }, {}, 'secret/missing'],
    ['the key of its own server', { training: { key: 'env:LOCAL' } }, {}, 'secret/missing'],
    ['an account', { training: { to: 'huggingface', model: 'm' } }, { HF_TOKEN: 'hf_x' }, 'usage/account'],
    ['the key of how checkpoints are asked', { evaluation: { model: 'openai:{checkpoint}' } }, {}, 'secret/missing'],
    ['the key of the judge of answers', { evaluation: { judge: 'huggingface:judge' } }, {}, 'secret/missing'],
  ] as const)('for want of %s', async (_, config, variables, code) => {
    await write(config);
    expect(await refusal({}, variables)).toBe(code);
    expect(existsSync(join(project, 'rounds'))).toBe(false);
  });

  it('where the endpoint is closed', async () => {
    await write({ training: { to: 'openai', model: 'm' } });
    const clock = { ...systemClock, now: () => Date.parse('2099-01-01') };
    const closed = addRound(project, {}, { ...environment, clock, variables: { OPENAI_API_KEY: 'k' } });
    await expect(closed).rejects.toMatchObject({ code: 'permission/closed' });
    expect(existsSync(join(project, 'rounds'))).toBe(false);
  });

  it('where the practice model would meet tools of one’s own', async () => {
    await write({ tools: [{ from: OWN }] });
    expect(await refusal()).toBe('config/practice-model');
    expect(existsSync(join(project, 'rounds'))).toBe(false);
    await write({});
    const before = await readFile(file(), 'utf8');
    const adding = (checkpoint?: string) => addToolSources(project, [OWN], { checkpoint }, environment);
    await expect(adding()).rejects.toMatchObject({ code: 'config/practice-model' });
    await expect(adding('nonsense')).rejects.toMatchObject({ code: 'config/model-name' });
    expect(await readFile(file(), 'utf8')).toBe(before);
  });

  it('where the checkpoint that is named cannot be asked', async () => {
    await write({});
    for (const checkpoint of ['nonsense', 'practice:']) expect(await refusal({ checkpoint })).toBe('config/model-name');
    expect(await refusal({ checkpoint: 'openai:mine' })).toBe('secret/missing');
    expect(existsSync(join(project, 'rounds'))).toBe(false);
  });
});

it('asks for nothing that only steps need which are not to be done', async () => {
  await write({ training: { to: 'together', model: 'm' } });
  expect(await refusal({ until: 'plan' })).toBe('none');
  expect(await refusal({ until: 'explore' })).toBe('none');
  expect(await refusal({ checkpoint: 'openai:mine@http://127.0.0.1:9/v1', until: 'explore' })).toBe('none');
  expect(await refusal({ only: 'explore' })).toBe('none');
  expect(await refusal()).toBe('secret/missing');
});
