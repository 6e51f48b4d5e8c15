import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CommandOutcome, runCommand, startCommand } from './run-command.ts';
import { halfWritten, listFiles, makeFolder, type Row, readRows } from './run-folder.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000, maxConcurrency: 2 });

const STEPS = ['plan', 'explore', 'curate', 'mix', 'train', 'evaluate', 'gate'] as const;
/** Small and quick: the figures of such rounds mean nothing, and its gate lets everything pass. */
const CONFIG = `# What this project is for.
name: small
tools: [{ from: "toolbox:", only: [add_days, days_between, hash_text] }]
batches: [[add_days, days_between], [hash_text]]
exploration: { episodes: 2, trials: 3 }
curation: { split: { test: 2, validation: 0 }, paraphrase: { target: 8 } }
formatting: { general: { from: bundled, count: 4 } }
training: { hyperparameters: { epochs: 4 } }
gate: { margin: 0.9, target: 0 }
`;

let root = '';
const at = (...path: string[]) => join(root, ...path);
const command = (...args: string[]) => runCommand(args, { cwd: root });
const documentOf = ({ stdout, stderr }: CommandOutcome): Row => {
  expect(stderr).not.toMatch(/\n\s+at /);
  return JSON.parse(stdout);
};
const add = (project: string, ...args: string[]) => command('round', 'add', '--project', project, '--json', ...args);
const configure = (project: string, change: (text: string) => string = (text) => text) =>
  writeFile(at(project, 'project.yaml'), change(CONFIG));
/** A project as `init` makes one, but for the command. */
async function made(project: string, change?: (text: string) => string): Promise<string> {
  await mkdir(at(project));
  await configure(project, change);
  return project;
}
async function copied(from: string, to: string): Promise<string> {
  await cp(at(from), at(to), { recursive: true });
  return to;
}

beforeAll(async () => {
  root = await makeFolder();
  const { code: isMade, stderr: why } = await command('init', 'whole');
  expect(isMade, why).toBe(0);
  await configure('whole');
  const { code, stderr } = await add('whole');
  expect(code, stderr).toBe(0);
  await copied('whole', 'after-one');
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function isRunning(project: string): Promise<boolean> {
  return documentOf(await command('round', 'status', '--project', project, '--json')).isRunning;
}

/** An error as `--json` gives it, with the exit code. */
async function refused(outcome: Promise<CommandOutcome>): Promise<[exit: number | null, code: string, words: string]> {
  const { code, ...said } = await outcome;
  const { error } = documentOf({ code, ...said });
  expect(error, said.stdout).toBeDefined();
  if (!error.code.startsWith('usage/')) expect(error.hint, 'has a hint').toBeTruthy();
  return [code, error.code, `${error.message}\n${error.hint}`];
}

describe.concurrent('init and round', () => {
  it('say where a project stands, what a round did and what to type next', async () => {
    const status = documentOf(await command('round', 'status', '--project', 'whole', '--json'));
    expect(status.rounds).toMatchObject([{ round: { number: 1, state: 'passed' }, nextStep: null, cost: 0 }]);
    expect(status.rounds[0].calls).toBeGreaterThan(50);
    const { stdout, stderr } = await command('round', 'status', '--project', 'whole');
    expect(stdout).toMatch(/round +state +new +calls/);
    expect(stdout).toContain('imaginarium round add --project whole');
    expect(stderr).toContain('practice:');
    const shown = await command('round', 'show', '1', '--project', 'whole');
    for (const part of ['add_days, days_between', 'waterfall', 'trained on', 'gate passed', 'report.html'])
      expect(shown.stdout).toContain(part);
    expect(Math.max(...shown.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
    const detail = documentOf(await command('round', 'show', '--project', 'whole', '--json'));
    expect(detail).toMatchObject({ round: { number: 1 }, report: { isPractice: true } });
  });

  it('say what a round would do, and do nothing', async () => {
    const before = await listFiles(at('whole'));
    const plan = documentOf(await add('whole', '--dry-run'));
    expect(plan).toMatchObject({ number: 2, kind: 'add', run: { tools: 1 } });
    expect(plan.tools.map(({ action }: Row) => action).sort()).toEqual(['explore', 'keep', 'keep']);
    expect((await command('round', 'add', '--project', 'whole', '--dry-run')).stdout).toContain('hash_text');
    expect(await listFiles(at('whole'))).toEqual(before);
  });

  it('end with 8 where the gate does not pass, after all is told, and go on once a person accepts', async () => {
    const project = await copied('after-one', 'strict');
    await configure(project, (text) =>
      text
        .replace('target: 0', 'target: 1')
        .replace(']]', '], [today]]')
        .replace('hash_text] }', 'hash_text, today] }'),
    );
    const { code, stdout, stderr } = await command('round', 'add', '--project', project);
    expect([code, stderr]).toEqual([8, expect.stringContaining('round 2: gate done')]);
    expect(stdout).toMatch(/gate not passed: .*below 100 %/);
    expect(stdout).toContain('--accept "WHY"');
    const next = documentOf(await add(project, '--accept', 'a first try', '--until', 'plan'));
    expect(next.round).toMatchObject({ number: 3, state: 'open' });
    expect(JSON.parse(await readFile(at(project, 'rounds/2/round.json'), 'utf8'))).toMatchObject({
      state: 'accepted',
      acceptedBecause: 'a first try',
    });
  });

  it('improve on the misses of the last evaluation', async () => {
    const project = await copied('after-one', 'improved');
    const flags = ['--project', project, '--trials', '4', '--json'];
    const plan = documentOf(await command('round', 'improve', ...flags, '--dry-run'));
    expect(plan.targets.length).toBeGreaterThan(0);
    const outcome = await command('round', 'improve', ...flags, '--until', 'explore');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(documentOf(outcome).round).toMatchObject({ number: 2, kind: 'improve', state: 'open' });
  });
});

describe('kill -9 in each step of a second round', () => {
  const killed: string[] = [];
  const last = async (project: string): Promise<Row> =>
    JSON.parse(await readFile(at(project, 'rounds/2/round.json'), 'utf8'));
  const jobsOf = (project: string) => readdir(at(project, 'endpoint/jobs'));

  beforeAll(async () => {
    const undisturbed = add('whole');
    await copied('after-one', 'killed');
    for (const step of STEPS) {
      const { child, outcome } = startCommand(['round', 'add', '--project', 'killed'], {
        cwd: root,
        onStderr: (soFar) => {
          if (!child.killed && soFar.includes(`round 2: ${step} …`)) child.kill('SIGKILL');
        },
      });
      if ((await outcome).code === null) killed.push(step);
    }
    for (const { code, stderr } of [await add('killed'), await undisturbed]) expect(code, stderr).toBe(0);
  });

  it('hits each step', () => {
    expect(killed).toEqual([...STEPS]);
  });

  it('loses nothing: the same tools, examples, records, job and verdicts, for as many calls', async () => {
    const [round, undisturbed] = [await last('killed'), await last('whole')];
    expect(round.state).toBe('passed');
    expect(round.gate).toEqual(undisturbed.gate);
    // One job a round, however often it was launched.
    expect(await jobsOf('killed')).toHaveLength(2);
    const callsOf = ({ steps }: Row) => STEPS.map((step) => steps[step].calls);
    expect(callsOf(round)).toEqual(callsOf(undisturbed));
    const outputs = async (project: string) => {
      const files = (await listFiles(at(project, 'rounds/2'))).filter((path) =>
        /^(tools|examples|removals|held-out)\.jsonl$|^records\/.*\.jsonl$|^run\/examples\.jsonl$/.test(path),
      );
      expect(files.length).toBeGreaterThan(5);
      return Object.fromEntries(
        await Promise.all(files.map(async (path) => [path, await readFile(at(project, 'rounds/2', path), 'utf8')])),
      );
    };
    expect(await outputs('killed')).toEqual(await outputs('whole'));
    expect(await halfWritten(at('killed', 'rounds/2/run'))).toEqual([]);
  });

  it('keeps the old examples in the pool, each with its round', async () => {
    const pool = await readRows(at('whole/rounds/2/examples.jsonl'));
    expect(new Set(pool.map(({ round }) => round))).toEqual(new Set([1, 2]));
    expect(pool.every(({ id, round }) => id.startsWith(`r${round}/`))).toBe(true);
  });
});

describe.concurrent('bad input', () => {
  it.each([
    ['no project here', ['round', 'status', '--project', '.'], 3, 'input/not-found', /imaginarium init/],
    ['a round that there is not', ['round', 'show', '9', '--project', 'after-one'], 3, 'input/not-found', /round 9/],
    ['a project that is there', ['init', 'after-one'], 3, 'input/exists', /after-one/],
    ['a source that is none', ['init', 'new', '--from', 'nowhere'], 2, 'config/tool-source', /toolbox:/],
    [
      'a step that is none',
      ['round', 'add', '--project', 'after-one', '--until', 'fly'],
      2,
      'usage/round',
      /mix, train/,
    ],
    [
      'trials that are no number',
      ['round', 'improve', '--project', 'after-one', '--trials', '0'],
      2,
      'usage/',
      /--trials/,
    ],
    [
      'a step without those before',
      ['round', 'add', '--project', 'early', '--only', 'train'],
      3,
      'input/step-missing',
      /explore/,
    ],
  ])('names %s', async (_, args, exit, code, words) => {
    if (args.includes('early')) expect((await add(await made('early'), '--until', 'plan')).code).toBe(0);
    const [found, kind, said] = await refused(command(...args, '--json'));
    expect([found, kind, said]).toEqual([exit, expect.stringContaining(code), expect.stringMatching(words)]);
  });

  it.each([
    [
      'an unknown key',
      (text: string) => text.replace('margin', 'margn'),
      2,
      'config/unknown-key',
      /project\.yaml:9: gate\.margn/,
    ],
    [
      'an unknown tool in a batch',
      (text: string) => text.replace('[hash_text]', '[hash_txt]'),
      2,
      'config/unknown-tool',
      /hash_txt[\s\S]*hash_text/,
    ],
    [
      'batches that are used up',
      (text: string) => text.replace(', [hash_text]]', ']'),
      3,
      'input/nothing-new',
      /batch/,
    ],
    [
      'nothing new',
      (text: string) => text.replace(/, hash_text| *batches.*\n/g, ''),
      3,
      'input/nothing-new',
      /--from SOURCE/,
    ],
  ])('names %s, and leaves the rounds alone', async (name, change, exit, code, words) => {
    const project = await copied('after-one', name.replaceAll(' ', '-'));
    await configure(project, change);
    expect(await refused(add(project))).toEqual([exit, code, expect.stringMatching(words)]);
    expect(await listFiles(at(project, 'rounds'))).toEqual(await listFiles(at('after-one', 'rounds')));
  });

  it('names a round that is unfinished when the tools change, and plans it again when asked', async () => {
    const project = await copied('after-one', 'changed');
    expect((await add(project, '--until', 'plan')).code).toBe(0);
    await configure(project, (text) =>
      text.replace('hash_text]', 'hash_text, today]').replace('[hash_text]', '[today]'),
    );
    expect(await refused(add(project))).toEqual([
      3,
      'input/round-unfinished',
      expect.stringMatching(/Round 2[\s\S]*--replan/),
    ]);
    const again = documentOf(await add(project, '--replan', '--until', 'plan'));
    expect(again.round.tools.map(({ tool }: Row) => tool)).toContain('today');
  });

  it('names a checkpoint that is gone, and takes another way when told', async () => {
    const project = await copied('after-one', 'gone');
    await rm(at(project, 'endpoint'), { recursive: true });
    expect(await refused(add(project))).toEqual([
      3,
      'input/checkpoint-gone',
      expect.stringMatching(/round 1[\s\S]*training\.from/),
    ]);
    await configure(project, (text) => text.replace('training: {', 'training: { from: base,'));
    const { code, stderr } = await add(project);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('explore unchanged');
  });

  it('names tool sources that no longer answer, and goes on when they do', async () => {
    const spec = {
      ...{ openapi: '3.1.0', info: { title: 'Tides', version: '1' }, servers: [{ url: 'http://127.0.0.1:9' }] },
      paths: { '/tide': { get: { operationId: 'tide', summary: 'Tide now.', responses: {} } } },
    };
    const models = 'models: { default: "openai:m@http://127.0.0.1:9/v1" }\n';
    const project = await made('sources', (text) => `${text.replace(/batches.*\n/, '')}${models}`);
    await writeFile(at('tide.json'), JSON.stringify(spec));
    const added = await add(project, '--from', `openapi:${at('tide.json')}`, '--until', 'plan');
    expect(added.code, added.stderr).toBe(0);
    const text = await readFile(at(project, 'project.yaml'), 'utf8');
    expect(text).toContain('# What this project is for.');
    await rm(at('tide.json'));
    expect(await refused(add(project, '--until', 'plan'))).toEqual([
      3,
      expect.any(String),
      expect.stringContaining('tide.json'),
    ]);
    await writeFile(at('tide.json'), JSON.stringify(spec));
    expect((await add(project, '--until', 'plan')).code).toBe(0);
    // Refused before anything is written: the open round was planned without it.
    const late = ['--from', `mcp:${at('gone-server')}`];
    expect((await refused(add(project, ...late)))[1]).toBe('input/round-unfinished');
    const [exit, , words] = await refused(add(project, ...late, '--replan'));
    expect([exit, words]).toEqual([expect.any(Number), expect.stringContaining('gone-server')]);
    expect(await readFile(at(project, 'project.yaml'), 'utf8')).toBe(text);
  });

  it('lets one process at a time work on a project, looks on meanwhile, and goes on after its death', async () => {
    const project = await copied('after-one', 'shared');
    // Held in its first step while the others come.
    const { child, outcome } = startCommand(['round', 'add', '--project', project], {
      cwd: root,
      onStderr: (soFar) => {
        if (soFar.includes('plan …')) child.kill('SIGSTOP');
      },
    });
    await expect.poll(() => isRunning(project), { timeout: 20_000 }).toBe(true);
    expect(await refused(add(project))).toEqual([7, 'locked/run', expect.stringContaining(`process ${child.pid}`)]);
    child.kill('SIGKILL');
    await outcome;
    expect(await isRunning(project)).toBe(false);
    expect((await add(project, '--until', 'plan')).code).toBe(0);
  });

  it('does not judge a process of another machine', async () => {
    const project = await copied('after-one', 'elsewhere');
    const owner = { pid: 1, host: 'another-host', since: 0, start: null, token: 'x' };
    await writeFile(at(project, 'run.lock'), JSON.stringify(owner));
    expect(await refused(add(project))).toEqual([
      7,
      'locked/run',
      expect.stringMatching(/another-host[\s\S]*delete .*run\.lock/),
    ]);
  });
});
