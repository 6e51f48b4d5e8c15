import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToolSources } from './add-tool-sources.ts';
import { initProject } from './init-project.ts';
import { projectConfigJsonSchema } from './project-config.ts';
import { readProjectConfig } from './read-project-config.ts';

const environment = { clock: systemClock, fetch: globalThis.fetch, variables: {}, version: '0' };

const LIKE = `# yaml-language-server: $schema=./project.schema.json
# What this project is for.
name: shop
tools:
  - from: functions:tools.mjs # ours
  - from: "toolbox:"
    only: [add_days]
  - from: mcp:node servers/one.mjs --flag sub/none.txt
  - from: openapi:https://example.test/openapi.json
curation:
  decontaminate: [tests/held-out.jsonl, /elsewhere/file.jsonl]
formatting: { tokenizer: models/tokenizer.json, general: { from: talk.jsonl, ratio: 0.1 } }
gate: { margin: 0.05 } # stricter
`;
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'Tides', version: '1' },
  servers: [{ url: 'http://127.0.0.1:9' }],
  paths: { '/tide': { get: { operationId: 'tide', summary: 'Tide now.', responses: {} } } },
};

let root = '';
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'imaginarium-init-')));
  await mkdir(join(root, 'shared/servers'), { recursive: true });
  await writeFile(join(root, 'shared/project.yaml'), LIKE);
  await writeFile(join(root, 'shared/servers/one.mjs'), '');
});
afterAll(() => rm(root, { recursive: true }));

const textOf = (project: string) => readFile(join(root, project, 'project.yaml'), 'utf8');
const like = (project: string, more = {}) =>
  initProject({ folder: join(root, project), from: [], like: join(root, 'shared/project.yaml'), ...more });

describe('initProject', () => {
  it('makes a project of the toolbox and the practice model, named after its folder', async () => {
    const made = await initProject({ folder: join(root, 'My tools!'), from: [] });
    expect(made).toEqual({ folder: join(root, 'My tools!'), files: ['project.yaml', '.gitignore'] });
    const { config } = await readProjectConfig(made.folder);
    expect(config).toMatchObject({
      name: 'My-tools-',
      tools: [{ from: 'toolbox:' }],
      models: { default: { model: 'practice:' } },
      training: { to: 'local', model: 'student-v1' },
    });
  });

  it('names a real model for tools that the practice model does not know', async () => {
    await initProject({ folder: join(root, 'own'), from: [`functions:${join(root, 'tools.mjs')}`], name: 'mine' });
    const { config } = await readProjectConfig(join(root, 'own'));
    expect(config).toMatchObject({ name: 'mine', models: { default: { model: 'openai:gpt-5-mini' } } });
  });

  it('takes sources from where the command is started, and writes them from where the project is', async () => {
    await initProject({ folder: join(root, 'deep/er'), from: ['openapi:spec.yaml', 'openapi:http://example.test/a'] });
    const { config } = await readProjectConfig(join(root, 'deep/er'));
    const here = relative(join(root, 'deep/er'), join(process.cwd(), 'spec.yaml'));
    expect(config.tools.map(({ from }) => from)).toEqual([`openapi:${here}`, 'openapi:http://example.test/a']);
  });

  it('copies a config with its comments, its paths leading where they led', async () => {
    await like('copies/a');
    const { config } = await readProjectConfig(join(root, 'copies/a'));
    expect(config.tools.map(({ from }) => from)).toEqual([
      'functions:../../shared/tools.mjs',
      'toolbox:',
      // A word that names no file stays as it is.
      'mcp:node ../../shared/servers/one.mjs --flag sub/none.txt',
      'openapi:https://example.test/openapi.json',
    ]);
    expect(config.curation.decontaminate).toEqual(['../../shared/tests/held-out.jsonl', '/elsewhere/file.jsonl']);
    expect(config.formatting.general?.from).toBe('../../shared/talk.jsonl');
    expect(config.formatting.tokenizer).toBe('../../shared/models/tokenizer.json');
    const text = await textOf('copies/a');
    expect(text).toContain('# What this project is for.');
    expect(text).toContain('# stricter');
    expect(text).not.toContain('project.schema.json');
  });

  it('puts other tools into a copied config', async () => {
    await like('copies/b', { from: ['toolbox:'], name: 'other' });
    const { config } = await readProjectConfig(join(root, 'copies/b'));
    expect(config).toMatchObject({ name: 'other', tools: [{ from: 'toolbox:' }], gate: { margin: 0.05 } });
    expect(config.curation.decontaminate[0]).toBe('../../shared/tests/held-out.jsonl');
  });

  it('leaves a folder alone that is a project, and files in one that is none', async () => {
    await mkdir(join(root, 'full'));
    await writeFile(join(root, 'full/.gitignore'), 'mine\n');
    await initProject({ folder: join(root, 'full'), from: [] });
    expect(await readFile(join(root, 'full/.gitignore'), 'utf8')).toBe('mine\n');
    const before = await textOf('full');
    await expect(initProject({ folder: join(root, 'full'), from: [] })).rejects.toMatchObject({ code: 'input/exists' });
    expect(await textOf('full')).toBe(before);
  });

  it('tells a wrong config by its line, and writes nothing', async () => {
    await writeFile(join(root, 'shared/wrong.yaml'), LIKE.replace('margin', 'margn'));
    await expect(like('none', { like: join(root, 'shared/wrong.yaml') })).rejects.toMatchObject({
      code: 'config/unknown-key',
      message: expect.stringMatching(/wrong\.yaml:13: gate\.margn: unknown key; did you mean "margin"\?/),
    });
    await expect(like('none', { name: 'no name' })).rejects.toMatchObject({
      code: 'usage/name',
      message: expect.stringContaining('--name cannot be "no name"'),
    });
    await expect(like('none', { from: ['nowhere'] })).rejects.toMatchObject({ code: 'config/tool-source' });
    expect(await readdir(root)).not.toContain('none');
  });
});

describe('readProjectConfig', () => {
  it('names the folder that is no project', async () => {
    await expect(readProjectConfig(join(root, 'nothing'))).rejects.toMatchObject({
      code: 'input/not-found',
      hint: expect.stringContaining('imaginarium init'),
    });
  });
});

it('has a JSON Schema that is up to date (npm run schema writes it anew)', async () => {
  const written = await readFile(new URL('../../../../configs/project.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(projectConfigJsonSchema())));
});

describe('addToolSources', () => {
  it('adds a source once, with the comments kept, and none that cannot be opened', async () => {
    await initProject({ folder: join(root, 'grows'), from: [] });
    const practice = await textOf('grows');
    await writeFile(
      join(root, 'grows/project.yaml'),
      practice.replace('"practice:"', 'openai:m@http://127.0.0.1:9/v1'),
    );
    await writeFile(join(root, 'grows/tide.json'), JSON.stringify(SPEC));
    const source = `openapi:${join(root, 'grows/tide.json')}`;
    expect(await addToolSources(join(root, 'grows'), [source, source], {}, environment)).toEqual([source]);
    expect(await addToolSources(join(root, 'grows'), [source], {}, environment)).toEqual([]);
    const before = await textOf('grows');
    expect(before).toContain('# A round takes what is new');
    const gone = `openapi:${join(root, 'gone.json')}`;
    await expect(addToolSources(join(root, 'grows'), [gone], {}, environment)).rejects.toThrow(/gone\.json/);
    expect(await textOf('grows')).toBe(before);
    expect((await readProjectConfig(join(root, 'grows'))).config.tools.map(({ from }) => from)).toEqual([
      'toolbox:',
      source,
    ]);
  });
});
