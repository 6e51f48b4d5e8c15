import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunConfig } from './read-run-config.ts';
import { runConfigJsonSchema } from './run-config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imaginarium-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string, name = 'my-run.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const TOOLS = "tools:\n  - from: 'toolbox:'\n";

describe('readRunConfig', () => {
  it('fills every default in, the paper’s parameters of exploration among them', async () => {
    const { config } = await readRunConfig(written(TOOLS));
    expect(config).toMatchObject({
      name: 'my-run',
      exploration: { episodes: 15, trials: 4, executions: 4, generations: 5, temperature: 1, maxTokens: 360 },
      models: { default: { model: 'practice:', protocol: 'native' } },
      execution: { recordings: 'record', observationLimit: 2048, allowWrites: [] },
    });
  });

  it('refuses aliases that stand for more than memory holds', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [at, name] of [...'bcdefg'].entries())
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${'abcdef'[at]}`).join(', ')}]`);
    await expect(readRunConfig(written(`${TOOLS}${bomb.join('\n')}\n`))).rejects.toMatchObject({
      code: 'config/malformed',
      message: expect.stringContaining('my-run.yaml'),
    });
  });

  it('takes a model by name or with settings', async () => {
    const { config } = await readRunConfig(
      written(
        `${TOOLS}models:\n  default: openai:a@http://127.0.0.1:1/v1\n  judge: { model: openai:b, concurrency: 2 }\n`,
      ),
    );
    expect(config.models.default.model).toBe('openai:a@http://127.0.0.1:1/v1');
    expect(config.models.judge).toMatchObject({ model: 'openai:b', concurrency: 2 });
  });

  it.each([
    [
      'an unknown key',
      `${TOOLS}exploration:\n  episode: 3\n`,
      /my-run\.yaml:4: exploration\.episode: unknown key; did you mean "episodes"\?/,
    ],
    [
      'an unknown key at the top',
      `${TOOLS}modles: {}\n`,
      /my-run\.yaml:3: modles: unknown key; did you mean "models"\?/,
    ],
    [
      'an unknown key of a source',
      "tools:\n  - from: 'toolbox:'\n    onyl: [a]\n",
      /my-run\.yaml:3: tools\.0\.onyl: unknown key; did you mean "only"\?/,
    ],
    [
      'an unknown key of a model',
      `${TOOLS}models:\n  judge: { model: 'openai:b', concurency: 2 }\n`,
      /models\.judge\.concurency: unknown key; did you mean "concurrency"\?/,
    ],
    ['a wrong type', `${TOOLS}seed: many\n`, /my-run\.yaml:3: seed: .*number/],
    ['no tools', 'seed: 1\n', /tools: .*array/],
    [
      'a key written into the file',
      `${TOOLS}models:\n  default: { model: 'openai:b', key: sk-123 }\n`,
      /write env:NAME, never the key itself/,
    ],
    ['broken YAML', 'tools: [\n', /my-run\.yaml:\d+: /],
  ])('refuses %s: where, what, and what to do', async (_, text, message) => {
    await expect(readRunConfig(written(text))).rejects.toMatchObject({
      code: expect.stringMatching(/^config\//),
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('names the file that is not there', async () => {
    await expect(readRunConfig(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'config/not-found' });
  });
});

describe('the configs that ship', () => {
  it.each(['quickstart.yaml', 'examples/own-tools.yaml'])('%s is valid', async (file) => {
    const path = new URL(`../../../../configs/${file}`, import.meta.url).pathname;
    await expect(readRunConfig(path)).resolves.toBeDefined();
  });

  it('have a JSON Schema that is up to date (npm run schema writes it anew)', () => {
    const path = new URL('../../../../configs/run-config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(runConfigJsonSchema())));
  });
});
