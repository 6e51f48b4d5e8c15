import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '@imaginarium/contracts/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { toolSourceConfigSchema } from './config/tools-config.ts';
import type { Environment } from './environment.ts';
import { type OpenTools, openTools } from './open-tools.ts';

const configs = new URL('../../../configs/examples/', import.meta.url).pathname;

const environmentWith = (variables: Record<string, string>): Environment => ({
  clock: createManualClock(),
  fetch: globalThis.fetch,
  variables,
  version: 'test',
});

let opened: OpenTools | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(sources: object[], variables: Record<string, string> = {}): Promise<OpenTools> {
  opened = await openTools(
    sources.map((source) => toolSourceConfigSchema.parse(source)),
    configs,
    environmentWith(variables),
  );
  return opened;
}

describe('openTools', () => {
  it('opens several sources as one', async () => {
    const { tools } = await open([
      { from: 'toolbox:', only: ['today'] },
      { from: 'openapi:petstore.yaml', only: ['findPets'] },
      { from: 'functions:functions.mjs' },
    ]);
    expect(tools.map(({ spec }) => spec.name)).toEqual(['today', 'findPets', 'parcel_price', 'parcel_status']);
    const locations = tools.map(({ spec }) => spec.source.location);
    expect(locations).toEqual(['toolbox:', 'petstore.yaml', 'functions.mjs', 'functions.mjs']);
  });

  it('puts the user’s word on effects above the source’s', async () => {
    const { tools } = await open([{ from: 'openapi:petstore.yaml', effects: { addPet: 'read' } }]);
    expect(tools.find(({ spec }) => spec.name === 'addPet')?.spec).toMatchObject({
      effect: 'read',
      effectFrom: 'user',
    });
  });

  it('knows a tool whose code, server or secrets changed from what it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'imaginarium-origins-'));
    const file = join(folder, 'api.yaml');
    const originWith = async (more: object, text: string, variables: Record<string, string> = {}) => {
      await writeFile(file, text);
      const { origins, close } = await open([{ from: `openapi:${file}`, ...more }], variables);
      await close();
      return origins.get('ping');
    };
    const text = 'openapi: 3.1.0\npaths: {/ping: {get: {operationId: ping}}}\n';
    const origin = await originWith({}, text);
    expect(origin).toMatch(/^[0-9a-f]{64}$/);
    expect(await originWith({ only: ['ping'] }, text)).toBe(origin);
    const others = [
      await originWith({}, `${text}servers: [{url: 'http://a.example'}]\n`),
      await originWith({ server: 'http://a.example' }, text),
      await originWith({ secrets: { key: 'env:KEY' } }, text, { KEY: 'canary-1234' }),
    ];
    expect(new Set([origin, ...others]).size).toBe(4);
    await rm(folder, { recursive: true });
  });

  it('says once which secret is asked for in vain', async () => {
    const { notices } = await open([{ from: 'openapi:petstore.yaml' }]);
    expect(notices.map(({ tool, message }) => `${tool} ${message}`)).toEqual([
      expect.stringMatching(/^3 tools asks for the secret "storeKey".*secrets: \{storeKey: env:NAME\}/),
    ]);
  });

  it('hands the secrets’ values out for redaction, and says nothing in vain then', async () => {
    const { notices, secretValues } = await open(
      [{ from: 'openapi:petstore.yaml', secrets: { storeKey: 'env:STORE_KEY' } }],
      { STORE_KEY: 'canary-1234' },
    );
    expect(notices).toEqual([]);
    expect(secretValues).toEqual(['canary-1234']);
  });

  it.each([
    [
      'a variable that is not set',
      [{ from: 'openapi:petstore.yaml', secrets: { storeKey: 'env:STORE_KEY' } }],
      'secret/missing',
    ],
    ['no kind', [{ from: 'petstore.yaml' }], 'config/tool-source'],
    ['a kind that is not', [{ from: 'grpc:petstore.proto' }], 'config/tool-source'],
    ['a tool that is not there', [{ from: 'toolbox:', only: ['teleport'] }], 'input/unknown-tool'],
    [
      'one tool twice',
      [
        { from: 'toolbox:', only: ['today'] },
        { from: 'toolbox:', only: ['today'] },
      ],
      'config/same-tool-name',
    ],
    ['a file that is not there', [{ from: 'openapi:none.yaml' }], 'input/openapi'],
    [
      'an effect of a tool that is not there',
      [{ from: 'toolbox:', effects: { todey: 'read' } }],
      'config/unknown-tool',
    ],
  ])('refuses %s', async (_, sources, code) => {
    await expect(open(sources)).rejects.toMatchObject({ code });
  });
});
