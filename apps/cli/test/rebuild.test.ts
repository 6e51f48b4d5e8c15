import { once } from 'node:events';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpoint } from './endpoint/start-endpoint.ts';
import { type CommandOutcome, runCommand } from './run-command.ts';
import { listFiles, makeFolder, outputsOf, REPOSITORY, type Row, readRows, TOOLS, writeConfig } from './run-folder.ts';

const GENERAL = join(REPOSITORY, 'datasets/general/normal-mode.jsonl');
const base = {
  exploration: { episodes: 2, trials: 3 },
  curation: { split: { test: 0.2, validation: 0.1 }, paraphrase: { target: 8 } },
};

const rebuild = (cwd: string, ...args: string[]): Promise<CommandOutcome> =>
  runCommand(['rebuild', ...args, '--json'], { cwd });

/** A run of the practice model, as it arrives on another machine: its folder alone, beside a copy of its general records. */
describe('a run folder from elsewhere', () => {
  let folder: string;
  let outputs: Record<string, string>;

  beforeAll(async () => {
    const home = await makeFolder();
    folder = await makeFolder();
    await copyFile(GENERAL, join(home, 'general.jsonl'));
    const config = await writeConfig(home, {
      ...base,
      output: 'run',
      tools: [{ from: 'toolbox:', only: ['add_days', 'roll_dice'] }],
      formatting: { targets: ['openai', 'ste'], general: { from: 'general.jsonl', count: 5 } },
    });
    const made = await runCommand(['run', config], { cwd: home });
    expect(made.stderr).not.toContain('error');
    outputs = await outputsOf(join(home, 'run'));
    await cp(join(home, 'run'), join(folder, 'run'), { recursive: true });
    await mkdir(join(folder, 'inputs'));
    await rename(join(home, 'general.jsonl'), join(folder, 'inputs/general.jsonl'));
    await rm(home, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A copy of the run folder, changed. */
  const changed = async (name: string, file: string, change: (text: string) => string): Promise<string> => {
    const copy = join(folder, name);
    await cp(join(folder, 'run'), copy, { recursive: true });
    await writeFile(join(copy, file), change(await readFile(join(copy, file), 'utf8')));
    return copy;
  };

  it('is made again, the same bytes, and the run is left as it is', async () => {
    const before = await outputsOf(join(folder, 'run'));
    const { code, stdout, stderr } = await rebuild(folder, 'run', '--inputs', 'inputs');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ isSame: true, stages: ['explore', 'curate', 'format'], unfinished: [] });
    expect(report.files.map(({ path }: Row) => path)).toContain('records/openai/data/train-00000-of-00001.parquet');
    expect(await outputsOf(join(folder, 'run-rebuilt'))).toEqual(outputs);
    expect(await outputsOf(join(folder, 'run'))).toEqual(before);
    const shown = await runCommand(['show', 'run-rebuilt'], { cwd: folder });
    expect(shown.stdout).toContain('run config: done');
    const again = await rebuild(folder, 'run', '--inputs', 'inputs');
    expect([again.code, JSON.parse(again.stdout).error.code]).toEqual([2, 'usage/output-exists']);
  });

  it('needs the files that its config reads from elsewhere, and says which', async () => {
    const { code, stdout } = await rebuild(folder, 'run', '--output', 'without');
    const { error } = JSON.parse(stdout);
    expect([code, error.code]).toEqual([3, 'input/not-found']);
    expect(error.message).toContain('formatting.general.from');
    expect(error.hint).toContain('--inputs');
  });

  it('names the files that are not the same, when such a file is another one', async () => {
    await mkdir(join(folder, 'others'));
    const rows = await readFile(join(folder, 'inputs/general.jsonl'), 'utf8');
    await writeFile(join(folder, 'others/general.jsonl'), rows.split('\n').toReversed().join('\n').trimStart());
    const { code, stdout } = await rebuild(folder, 'run', '--output', 'otherwise', '--inputs', 'others');
    const differing = JSON.parse(stdout).files.filter(({ isSame }: Row) => !isSame);
    expect(code).toBe(3);
    expect(differing.map(({ path }: Row) => path)).toContain('records/openai/train.jsonl');
    expect(differing.every(({ stage }: Row) => stage === 'format')).toBe(true);
  });

  it.each([
    ['a model', /"step":"solve"/, 'the call of a model (solve)'],
    ['a tool', /"kind":"tool"/, 'the call of add_days'],
  ])(
    'stops at the first call of %s that the journal does not have, and leaves nothing',
    async (what, line, message) => {
      const copy = await changed(`torn ${what}`, 'journal.jsonl', (text) => {
        const lines = text.split('\n');
        return lines
          .toSpliced(
            lines.findIndex((entry) => line.test(entry) && entry.includes('"tool":"add_days"')),
            1,
          )
          .join('\n');
      });
      const { code, stdout } = await rebuild(folder, copy, '--inputs', 'inputs');
      const { error } = JSON.parse(stdout);
      expect([code, error.code]).toEqual([3, 'input/not-in-journal']);
      expect(error.message).toContain(message);
      expect(error.message).toMatch(/at add_days\/\d\/\d, (solve|execute) \d/);
      expect((await readdir(folder)).filter((name) => name.startsWith(`torn ${what}-`))).toEqual([]);
    },
  );

  it('is refused while it has nothing finished to compare with', async () => {
    const copy = await changed('young', 'manifest.json', (text) => JSON.stringify({ ...JSON.parse(text), stages: {} }));
    const { code, stdout } = await rebuild(folder, copy, '--inputs', 'inputs');
    expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'input/unfinished-run']);
  });
});

it('rebuilds a run whose tools, endpoint and key are gone, its refused requests included', async () => {
  const folder = await makeFolder();
  const refused = JSON.stringify({ error: { message: 'not this one', type: 'invalid_request_error' } });
  const endpoint = await startEndpoint({
    misbehave: (number) =>
      number % 11 === 5
        ? (response) => response.writeHead(400, { 'content-type': 'application/json' }).end(refused)
        : undefined,
  });
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  await copyFile(TOOLS, join(folder, 'tools.mjs'));
  const config = await writeConfig(folder, {
    ...base,
    output: 'run',
    tools: [{ from: 'functions:tools.mjs', only: ['parcel_price', 'tide_at'], secrets: { SOME: 'env:SOME_KEY' } }],
    models: { default: { model: `openai:stand-in@${endpoint.url}`, key: 'env:MODEL_KEY', concurrency: 4 } },
    formatting: { targets: ['sharegpt'], parquet: false },
  });
  const variables = { MODEL_KEY: 'canary-model', SOME_KEY: 'canary-tool' };
  const made = await runCommand(['run', config], { cwd: folder, variables });
  expect(made.stderr).not.toContain('error');
  await endpoint.close();
  await rm(join(folder, 'tools.mjs'));
  await rm(config);
  const trials = await readRows(join(folder, 'run/trials.jsonl'));
  const removals = await readRows(join(folder, 'run/removals.jsonl'));
  expect(trials.some(({ outcome }) => outcome === 'failed')).toBe(true);
  expect(removals.some(({ reason }) => reason.includes('could not be used'))).toBe(true);
  const requests = endpoint.bodies.length;
  const { code, stdout } = await rebuild(folder, 'run');
  expect(JSON.parse(stdout)).toMatchObject({ isSame: true });
  expect(code).toBe(0);
  expect(await outputsOf(join(folder, 'run-rebuilt'))).toEqual(await outputsOf(join(folder, 'run')));
  expect(endpoint.bodies).toHaveLength(requests);
  await rm(folder, { recursive: true });
});

it('rebuilds a run whose general records came from a hub that is gone, from the copy that it keeps', async () => {
  const folder = await makeFolder();
  const rows = (await readFile(GENERAL, 'utf8')).split('\n').slice(0, 20).join('\n');
  const asked: string[] = [];
  const hub = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end(url.startsWith('/api/') ? JSON.stringify([{ type: 'file', path: 'data/train.jsonl' }]) : rows);
  });
  hub.listen(0, '127.0.0.1');
  await once(hub, 'listening');
  const variables = { HF_ENDPOINT: `http://127.0.0.1:${(hub.address() as AddressInfo).port}`, HF_TOKEN: 'hf_canary' };
  const config = await writeConfig(folder, {
    ...base,
    output: 'run',
    tools: [{ from: 'toolbox:', only: ['roll_dice'] }],
    formatting: { targets: ['openai'], parquet: false, general: { from: 'hub:own/talks', count: 5 } },
  });
  const made = await runCommand(['run', config], { cwd: folder, variables });
  expect(made.stderr).not.toContain('error');
  hub.close();
  expect(asked).toEqual([
    '/api/datasets/own/talks/tree/main?recursive=true',
    '/datasets/own/talks/resolve/main/data/train.jsonl',
  ]);
  const lineage = await readRows(join(folder, 'run/records/openai/lineage.jsonl'));
  const general = lineage.filter(({ origin }) => origin === 'general');
  expect(general).toHaveLength(5);
  expect(general[0].reason).toMatch(
    /^general: 5 of 20 of hub:own\/talks\/data\/train\.jsonl@main \(sha256 [0-9a-f]{12}\)$/,
  );
  const texts = await Promise.all(
    (await listFiles(join(folder, 'run'))).map((path) => readFile(join(folder, 'run', path), 'utf8')),
  );
  expect(texts.join()).not.toContain('hf_canary');
  await rm(join(folder, 'run/records'), { recursive: true });
  expect((await runCommand(['format', config], { cwd: folder })).code).toBe(0);
  const { code, stdout } = await rebuild(folder, 'run');
  expect([code, JSON.parse(stdout).isSame]).toEqual([0, true]);
  expect(await outputsOf(join(folder, 'run-rebuilt'))).toEqual(await outputsOf(join(folder, 'run')));
  await writeFile(join(folder, 'run/general-source.jsonl'), rows.slice(0, -1));
  const damaged = await rebuild(folder, 'run', '--output', 'again');
  expect([damaged.code, JSON.parse(damaged.stdout).error.code]).toEqual([3, 'input/not-found']);
  await rm(folder, { recursive: true });
});
