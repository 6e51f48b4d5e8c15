import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandOutcome, runCommand, type StartedCommand, startCommand } from './run-command.ts';
import { listFiles, makeFolder, type Row } from './run-folder.ts';

const KEY = 'local-canary-8d1f3b6a20';
const BASE = 'student-v1';
const CITIES = ['Oslo', 'Rome', 'Lima', 'Cairo', 'Quito', 'Accra', 'Sofia', 'Hanoi', 'Tunis', 'Dakar', 'Minsk', 'Doha'];
const VERBS = ['Spell', 'Please spell', 'Can you spell'];

/** Chat records of two tools in OpenAI's format. */
const records = CITIES.flatMap((city, at) => [
  ...['weather in', 'forecast for', 'rain today in'].map((words) =>
    record(`What is the ${words} ${city}?`, 'forecast', { city }),
  ),
  ...VERBS.map((verb) =>
    record(`${verb} the word ${city.toLowerCase()}${at}`, 'spell', { text: `${city.toLowerCase()}${at}` }),
  ),
]);

function record(query: string, name: string, args: unknown): unknown {
  const call = { id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(args) } };
  return {
    messages: [
      { role: 'user', content: query },
      { role: 'assistant', content: null, tool_calls: [call] },
    ],
    tools: ['forecast', 'spell'].map((tool) => ({
      type: 'function',
      function: {
        name: tool,
        description: tool === 'spell' ? 'Spells a word' : 'Weather of a city',
        parameters: {
          type: 'object',
          properties: tool === 'spell' ? { text: { type: 'string' } } : { city: { type: 'string' } },
        },
      },
    })),
    parallel_tool_calls: false,
  };
}
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('train, on the local endpoint', () => {
  let folder: string;
  let server: StartedCommand & { readonly url: string };
  const said: CommandOutcome[] = [];
  const variables = { LOCAL_KEY: KEY };

  async function serve(): Promise<StartedCommand & { readonly url: string }> {
    const started = startCommand(['serve', '--folder', 'endpoint', '--port', '0', '--key', 'env:LOCAL_KEY', '--json'], {
      cwd: folder,
      variables,
    });
    let text = '';
    const url = await new Promise<string>((resolve, reject) => {
      started.child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (text.trimEnd().endsWith('}')) resolve(JSON.parse(text).url);
      });
      void started.outcome.then(({ stderr }) => reject(new Error(stderr)));
    });
    return { ...started, url };
  }
  const command = async (...args: string[]): Promise<CommandOutcome> => {
    const outcome = await runCommand(args, { cwd: folder, variables });
    said.push(outcome);
    return outcome;
  };
  const local = () => ['--to', 'local', '--base-url', server.url, '--key', 'env:LOCAL_KEY'];
  const train = (...args: string[]) => command('train', 'data', ...local(), '--model', BASE, ...args);

  beforeAll(async () => {
    folder = await makeFolder();
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/train.jsonl'), jsonl(records.slice(0, 60)));
    await writeFile(join(folder, 'data/validation.jsonl'), jsonl(records.slice(60)));
    await writeFile(join(folder, 'test.jsonl'), jsonl(records.slice(60)));
    server = await serve();
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.outcome;
    await rm(folder, { recursive: true });
  });

  it('says what a launch would do, and sends nothing', async () => {
    const { code, stdout, stderr } = await train('--dry-run', '--json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      endpoint: 'local',
      files: [
        { split: 'train', rows: 60 },
        { split: 'validation', rows: records.length - 60 },
      ],
    });
    const jobs = await command('jobs', ...local(), '--json');
    expect(JSON.parse(jobs.stdout)).toEqual([]);
    expect((await listFiles(join(folder, 'endpoint'))).filter((path) => path.startsWith('files/'))).toEqual([]);
  });

  it('trains for real, once however often it is launched, and over the death of the server', async () => {
    const launched = await train('--epochs', '30', '--suffix', 'first', '--json');
    expect(launched.code, launched.stderr).toBe(0);
    const { id } = JSON.parse(launched.stdout).job;
    server.child.kill('SIGKILL');
    await server.outcome;
    const lost = await command('jobs', '--json');
    expect(JSON.parse(lost.stdout)).toEqual([expect.objectContaining({ job: null, problem: expect.any(String) })]);
    server = await serve();
    const again = await train('--epochs', '30', '--suffix', 'first', '--follow', '--json');
    expect(again.code, again.stderr).toBe(0);
    const { job, checkpoints } = JSON.parse(again.stdout);
    expect(job).toMatchObject({
      id,
      state: 'succeeded',
      checkpoint: expect.stringContaining('ft:student-v1:local:first'),
    });
    expect(checkpoints).not.toEqual([]);
    const jobs = JSON.parse((await command('jobs', ...local(), '--json')).stdout);
    expect(jobs.map((known: Row) => known.id)).toEqual([id]);
    const files = (await listFiles(join(folder, 'endpoint'))).filter(
      (path) => path.endsWith('.bin') && path.startsWith('files/'),
    );
    // Training, validation and result: nothing was uploaded twice.
    expect(files).toHaveLength(3);
  }, 120_000);

  it('makes a checkpoint that calls tools without being shown any, where the base model knows none', async () => {
    const jobs = JSON.parse((await command('jobs', ...local(), '--json')).stdout);
    const correctOf = async (model: string, name: string) => {
      const config = { name, test: 'test.jsonl', model: { model, key: 'env:LOCAL_KEY' }, toolSet: { kind: 'none' } };
      await writeFile(join(folder, `${name}.yaml`), JSON.stringify(config));
      const { stdout, stderr } = await command('evaluate', `${name}.yaml`, '--json');
      return JSON.parse(stdout).evaluations?.[0].scores.strict.correct.value ?? stderr;
    };
    expect(await correctOf(`openai:${BASE}@${server.url}`, 'base')).toBe(0);
    expect(await correctOf(jobs[0].checkpoint, 'tuned')).toBeGreaterThan(0.7);
  });

  it('goes on from a checkpoint, under a label launches anew, and can be cancelled', async () => {
    const [{ checkpoint }] = JSON.parse((await command('jobs', ...local(), '--json')).stdout);
    const from = checkpoint.replace(/^openai:/, '').replace(/@http.*$/, '');
    const further = await command('train', 'data', ...local(), '--model', from, '--epochs', '1', '--follow', '--json');
    expect(JSON.parse(further.stdout).job, further.stderr).toMatchObject({ state: 'succeeded', model: from });
    const long = await train('--epochs', '50', '--label', 'second', '--json');
    const { id } = JSON.parse(long.stdout).job;
    const followed = startCommand(['jobs', id, '--follow'], {
      cwd: folder,
      variables,
      onStderr: (soFar) => {
        if (!followed.child.killed && soFar.includes('Created')) followed.child.kill('SIGINT');
      },
    });
    const { code, stderr } = await followed.outcome;
    expect([code, stderr]).toEqual([7, expect.stringContaining(`jobs ${id} --follow`)]);
    const cancelled = await command('jobs', id, '--cancel', ...local(), '--json');
    expect(JSON.parse(cancelled.stdout).job, cancelled.stderr).toMatchObject({ id, state: 'cancelled' });
    expect((await command('jobs')).stdout).toContain(id);
  }, 60_000);

  it.each([
    ['no endpoint', ['train', 'data', '--model', BASE], 2, 'usage/endpoint'],
    ['an endpoint that is none', ['train', 'data', '--model', BASE, '--to', 'mars'], 2, 'usage/endpoint'],
    ['no model', ['train', 'data', '--to', 'local'], 2, 'usage/model'],
    ['data that is not there', ['train', 'nothing', '--to', 'local', '--model', BASE], 3, 'input/not-found'],
    ['no key', ['train', 'data', '--to', 'openai', '--model', 'gpt-4o-mini'], 4, 'secret/missing'],
    ['no account', ['upload', 'data/train.jsonl', '--to', 'fireworks', '--key', 'env:LOCAL_KEY'], 2, 'usage/account'],
    ['an export that is none', ['train', 'data', '--to', 'export', '--tool', 'magic', '--model', 'm'], 2, 'usage/tool'],
    ['a server that is not there', ['jobs', '--to', 'local', '--base-url', 'http://127.0.0.1:9/v1'], 5, 'endpoint/'],
    ['a host beyond this machine without a key', ['serve', '--host', '0.0.0.0', '--port', '0'], 2, 'config/'],
  ])('refuses %s', async (_, args, code, words) => {
    const outcome = await command(...args, '--json');
    expect([outcome.code, JSON.parse(outcome.stdout).error.code]).toEqual([code, expect.stringContaining(words)]);
  });

  it.each([
    ['train', 'data', '--to', 'local', '--model', BASE],
    ['serve', '--port', '0'],
    ['smoke', '--model', 'openai:x@http://127.0.0.1:9/v1'],
  ])('%s refuses a key that is written instead of named, and does not repeat it', async (...args) => {
    const { code, stdout, stderr } = await command(...args, '--key', 'sk-written-4f0a', '--json');
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'config/secret-reference']);
    expect(stdout + stderr).not.toContain('sk-written');
  });

  it('refuses wrong records before anything is sent, with line and field', async () => {
    const broken = records
      .slice(0, 12)
      .map((row, at) => (at === 4 ? { ...(row as object), messages: [{ role: 'robot' }] } : row));
    await writeFile(join(folder, 'broken.jsonl'), jsonl(broken));
    const { code, stderr } = await command('train', 'broken.jsonl', ...local(), '--model', BASE);
    expect([code, stderr]).toEqual([3, expect.stringContaining('broken.jsonl:5: ')]);
  });

  it('dates the end of a service, and names what is open instead', async () => {
    const { stdout } = await command('endpoints', '--json');
    const openai = JSON.parse(stdout).find(({ capability }: Row) => capability.endpoint === 'openai').capability;
    expect(openai.sunsets.map(({ date }: Row) => date)).toContain('2027-01-06');
    expect(openai.instead).toBe('huggingface');
  });

  it('shows on which endpoint a key is missing, without asking any', async () => {
    const { code, stdout } = await command('endpoints', '--check', '--json');
    expect(code).toBe(0);
    const states = JSON.parse(stdout).map(({ capability, check }: Row) => [capability.endpoint, check?.state ?? null]);
    expect(Object.fromEntries(states)).toMatchObject({ openai: 'unknown', huggingface: 'unknown', export: null });
  });

  it('keeps the key out of every file and word', async () => {
    const files = await listFiles(folder);
    const texts = await Promise.all(files.map((path) => readFile(join(folder, path), 'utf8')));
    const words = said.flatMap(({ stdout, stderr }) => [stdout, stderr]);
    expect([...words, ...texts].filter((text) => text.includes(KEY))).toEqual([]);
  });
});

describe('preflight', () => {
  it('finds a record whose call was swapped, by its line', async () => {
    const folder = await makeFolder();
    const wrong = record('What is the forecast for Perth?', 'spell', { text: 'Perth' });
    await writeFile(join(folder, 'train.jsonl'), jsonl([...records.slice(0, 40), wrong, ...records.slice(40)]));
    const { code, stdout, stderr } = await runCommand(['preflight', 'train.jsonl', '--json'], { cwd: folder });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.suspicions.map(({ line }: Row) => line)).toContain(41);
    expect(report.toolAccuracy).toBeGreaterThan(0.8);
    expect((await runCommand(['preflight', 'train.jsonl'], { cwd: folder })).stdout).toContain('line 41');
    await rm(folder, { recursive: true });
  }, 60_000);
});
