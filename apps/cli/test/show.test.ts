import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { runCommand, startCommand } from './run-command.ts';
import { halfWritten, listFiles, makeFolder, outputsOf, type Row, readRows, TOOLS, writeConfig } from './run-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Prepared {
  readonly folder: string;
  readonly endpoint: Endpoint;
  readonly run: string;
  /** Runs the command there: `command('show', run, '--json')`. */
  readonly command: (...args: string[]) => ReturnType<typeof runCommand>;
  /** Writes the config with changes and gives its path. */
  readonly configure: (change?: Record<string, unknown>) => Promise<string>;
}

async function prepare(latencyMs = 0): Promise<Prepared> {
  const folder = await makeFolder();
  folders.push(folder);
  const endpoint = await startEndpoint({ latencyMs });
  const run = join(folder, 'run');
  const configure = (change: Record<string, unknown> = {}) =>
    writeConfig(folder, {
      output: run,
      tools: [{ from: `functions:${TOOLS}`, only: ['parcel_price', 'seat_free', 'shelf_of'] }],
      models: { default: { model: `openai:m@${endpoint.url}`, price: { inputPerMillion: 1, outputPerMillion: 4 } } },
      exploration: { episodes: 2, trials: 3 },
      curation: { split: { test: 1, validation: 1 }, paraphrase: { target: 6, maximum: 1 }, noCall: { ratio: 0.2 } },
      formatting: { targets: ['sharegpt'], parquet: false },
      ...change,
    });
  return { folder, endpoint, run, configure, command: (...args) => runCommand(args, { cwd: folder }) };
}

describe.concurrent('show', () => {
  let prepared: Prepared;
  let trials: Row[];
  let examples: Row[];
  let removals: Row[];
  beforeAll(async () => {
    prepared = await prepare();
    const { code, stderr } = await prepared.command('run', await prepared.configure());
    expect(code, stderr).toBe(0);
    const rows = (name: string) => readRows(join(prepared.run, `${name}.jsonl`));
    [trials, examples, removals] = [await rows('trials'), await rows('examples'), await rows('removals')];
  });
  afterAll(() => prepared.endpoint.close());
  const show = (...args: string[]) => prepared.command('show', prepared.run, ...args);

  it('tells the waterfall from trials to records, as the files hold them', async () => {
    const report = JSON.parse((await show('--json')).stdout);
    const steps = Object.fromEntries(report.waterfall.map(({ name, count }: Row) => [name, count]));
    expect(report.manifest.state).toBe('done');
    expect(steps.trials).toBe(trials.length);
    expect(steps.finished).toBe(trials.filter(({ outcome }) => outcome === 'finished').length);
    expect(steps['with paraphrases']).toBe(examples.length);
    expect(steps['sharegpt train']).toBe(examples.filter(({ split }) => split === 'train').length);
    const person = await show();
    expect(person.code).toBe(0);
    for (const step of report.waterfall) expect(person.stdout).toContain(step.name);
  });

  it('adds the ledger up from the journal', async () => {
    const { ledger, pricePerExample } = JSON.parse((await show('--json')).stdout);
    const journal = await readRows(join(prepared.run, 'journal.jsonl'));
    const paid = journal.filter(({ kind }) => kind === 'model');
    expect(ledger.total.calls).toBe(prepared.endpoint.bodies.length);
    expect(ledger.total.calls).toBe(paid.length);
    const cost = paid.reduce((sum, { reply }) => sum + reply.usage.inputTokens + 4 * reply.usage.outputTokens, 0) / 1e6;
    expect(ledger.total.cost).toBeCloseTo(cost, 9);
    expect(pricePerExample).toBeCloseTo(cost / examples.length, 9);
    expect(ledger.tools.executions).toBe(journal.length - paid.length);
    expect((await show()).stdout).toContain(`${cost.toFixed(4)}`);
  });

  it('shows one trial with its calls and what came back', async () => {
    const trial = trials.find(({ attempts }) => attempts.length === 2);
    expect(JSON.parse((await show('--trial', trial.id, '--json')).stdout)).toEqual(trial);
    const { stdout } = await show('--trial', trial.id);
    for (const text of [trial.query, trial.answer, trial.attempts[1].observation.content, 'invalid-arguments'])
      expect(stdout).toContain(text.split('\n')[0]);
  });

  it('shows one example, a reworded one with what it rewords', async () => {
    const example = examples.find(({ paraphraseOf }) => paraphraseOf !== null);
    expect(JSON.parse((await show('--example', example.id, '--json')).stdout)).toEqual(example);
    const { stdout } = await show('--example', example.id);
    for (const text of [example.query, example.paraphraseOf, example.solution.call.argumentsText])
      expect(stdout).toContain(text);
  });

  it('says what left, and why', async () => {
    expect(removals.length).toBeGreaterThan(0);
    expect(JSON.parse((await show('--removals', '--json')).stdout)).toEqual(removals);
    const { stdout } = await show('--removals');
    for (const { id } of removals) expect(stdout).toContain(id);
  });

  it('says what is not there', async () => {
    for (const args of [
      ['show', 'nowhere'],
      ['show', prepared.run, '--trial', 'parcel_price/9/9'],
      ['show', prepared.run, '--example', 'nothing'],
    ]) {
      const { code, stdout } = await prepared.command(...args, '--json');
      expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'input/not-found']);
    }
  });

  it('ends quietly when its reader has seen enough, and says so when its words find no room', async () => {
    const bin = fileURLToPath(new URL('../bin/imaginarium.js', import.meta.url));
    const shell = (script: string) =>
      spawnSync('bash', ['-c', script, process.execPath, bin, prepared.run], { encoding: 'utf8' });
    const piped = shell('set -o pipefail; "$0" "$1" show "$2" --removals --json | true');
    expect([piped.status, piped.stderr]).toEqual([0, '']);
    if (!existsSync('/dev/full')) return;
    const full = shell('"$0" "$1" show "$2" > /dev/full');
    expect(full.status).toBe(3);
    expect(full.stderr).toMatch(/^error disk\/full/);
    expect(full.stderr).not.toMatch(/\n\s+at /);
  });
});

describe.concurrent('the stage cache', () => {
  it('runs again only what changed, and pays only for what is new', async () => {
    const { run, endpoint, command, configure } = await prepare();
    try {
      await command('run', await configure());
      const paid = endpoint.bodies.length;
      const first = await outputsOf(run);

      const same = await command('run', await configure());
      for (const stage of ['explore', 'curate', 'format']) expect(same.stderr).toContain(`${stage}: unchanged`);
      expect(endpoint.bodies.length).toBe(paid);
      expect(await outputsOf(run)).toEqual(first);

      const formatted = await command(
        'run',
        await configure({ formatting: { targets: ['sharegpt', 'ste'], parquet: false } }),
      );
      expect(formatted.stderr).toMatch(/explore: unchanged.*curate: unchanged.*format …/s);
      expect(endpoint.bodies.length).toBe(paid);

      const before = await stat(join(run, 'trials.jsonl'));
      const stricter = { split: { test: 1, validation: 1 }, paraphrase: { target: 12, maximum: 2 } };
      const curated = await command('run', await configure({ curation: stricter }));
      expect(curated.stderr).toMatch(/explore: unchanged.*curate ….*format …/s);
      expect((await stat(join(run, 'trials.jsonl'))).mtimeMs).toBe(before.mtimeMs);
      const asked = endpoint.bodies.slice(paid);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((body) => endpoint.bodies.slice(0, paid).includes(body))).toEqual([]);

      // A file that was lost or changed is made again, for nothing.
      await unlink(join(run, 'examples.jsonl'));
      const now = endpoint.bodies.length;
      expect((await command('run', await configure({ curation: stricter }))).code).toBe(0);
      expect(endpoint.bodies.length).toBe(now);
      expect((await readRows(join(run, 'examples.jsonl'))).length).toBeGreaterThan(0);
    } finally {
      await endpoint.close();
    }
  });
});

describe.concurrent('a dry run', () => {
  it('says what a run takes, asks nothing and writes nothing', async () => {
    const { run, folder, endpoint, command, configure } = await prepare();
    try {
      const config = await configure();
      const before = await listFiles(folder);
      const plan = JSON.parse((await command('run', config, '--dry-run', '--json')).stdout);
      expect(plan).toMatchObject({ tools: 3, trials: { low: 18, high: 18 }, paidCalls: 0 });
      expect(plan.cost.low).toBeGreaterThan(0);
      expect(plan.cost.high).toBeGreaterThan(plan.cost.low);
      const person = await command('run', config, '--dry-run');
      expect(person.stdout).toMatch(/plan: 3 tools, 18 trials/);
      expect([endpoint.bodies.length, existsSync(run), await listFiles(folder)]).toEqual([0, false, before]);

      expect((await command('run', config)).code).toBe(0);
      const calls = plan.purposes.reduce(
        (sum: { low: number; high: number }, { calls }: Row) => ({
          low: sum.low + calls.low,
          high: sum.high + calls.high,
        }),
        { low: 0, high: 0 },
      );
      expect(endpoint.bodies.length).toBeGreaterThanOrEqual(calls.low);
      expect(endpoint.bodies.length).toBeLessThanOrEqual(calls.high);
    } finally {
      await endpoint.close();
    }
  });

  it('with a pilot makes real trials that the run does not pay for again', async () => {
    const { run, endpoint, command, configure } = await prepare();
    try {
      const config = await configure();
      const piloted = JSON.parse((await command('run', config, '--dry-run', '--pilot', '4', '--json')).stdout);
      const pilot = [...endpoint.bodies];
      expect(pilot.length).toBeGreaterThanOrEqual(4 * 4);
      expect(piloted.paidCalls).toBe(pilot.length);
      const solve = piloted.purposes.find(({ purpose }: Row) => purpose === 'solve');
      expect(solve.tokensFrom).toBe('measured');
      // Nothing goes on after a pilot, and it does not look as if.
      const between = JSON.parse((await command('show', run, '--json')).stdout);
      expect(between.manifest.state).toBe('interrupted');

      expect((await command('run', config)).code).toBe(0);
      const later = endpoint.bodies.slice(pilot.length);
      expect(later.filter((body) => pilot.includes(body))).toEqual([]);
      const total = endpoint.bodies.length;
      expect((await command('run', config, '--output', `${run}-whole`)).code).toBe(0);
      expect(endpoint.bodies.length - total).toBe(total);
      expect(await outputsOf(run)).toEqual(await outputsOf(`${run}-whole`));

      const again = await command('run', config, '--dry-run', '--pilot', '4', '--json');
      expect(JSON.parse(again.stdout).paidCalls).toBe(total);
      expect(JSON.parse((await command('show', run, '--json')).stdout).manifest.state).toBe('done');
    } finally {
      await endpoint.close();
    }
  });

  it('refuses a pilot that is no number, or without a dry run', async () => {
    const { endpoint, command, configure } = await prepare();
    try {
      const config = await configure();
      for (const args of [
        ['--dry-run', '--pilot', '0'],
        ['--pilot', '4'],
      ]) {
        const { code, stdout } = await command('run', config, '--json', ...args);
        expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'usage/pilot']);
      }
      expect(endpoint.bodies).toEqual([]);
    } finally {
      await endpoint.close();
    }
  });
});

describe.concurrent('a run under way', () => {
  it('ends with 7 at an interrupt and goes on where it stopped', async () => {
    const { folder, run, endpoint, command, configure } = await prepare(20);
    try {
      const config = await configure();
      const { child, outcome } = startCommand(['run', config, '--json'], { cwd: folder });
      await until(() => endpoint.bodies.length >= 25);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await outcome;
      expect(code).toBe(7);
      expect(JSON.parse(stdout).error).toEqual({
        code: 'interrupted/signal',
        message: expect.stringContaining('SIGINT'),
        hint: expect.stringContaining('same command goes on'),
      });
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(JSON.parse(await readFile(join(run, 'manifest.json'), 'utf8')).state).toBe('interrupted');
      expect(await halfWritten(run)).toEqual([]);
      expect(existsSync(join(run, 'run.lock'))).toBe(false);
      const answered = (await readRows(join(run, 'journal.jsonl'))).filter(({ kind }) => kind === 'model').length;
      const before = endpoint.bodies.length;
      expect((await command('run', config)).code).toBe(0);
      const all = (await readRows(join(run, 'journal.jsonl'))).filter(({ kind }) => kind === 'model').length;
      expect(endpoint.bodies.length - before).toBe(all - answered);
    } finally {
      await endpoint.close();
    }
  });

  it('can be read at any moment while it grows', async () => {
    const { folder, run, endpoint, command, configure } = await prepare(40);
    try {
      const config = await configure();
      const { outcome } = startCommand(['run', config], { cwd: folder });
      let isOver = false;
      const over = outcome.finally(() => {
        isOver = true;
      });
      await until(() => endpoint.bodies.length >= 12);
      const seen: Row[] = [];
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        const { code, stdout, stderr } = await command('show', run, '--json');
        expect(code, stderr).toBe(0);
        seen.push(JSON.parse(stdout));
      }
      expect((await over).code).toBe(0);
      const calls = seen.map(({ ledger }) => ledger.total.calls);
      expect(calls).toEqual([...calls].sort((a, b) => a - b));
      expect(seen[0].manifest.state).toBe('running');
      expect(seen.some(({ trialsSoFar, waterfall }) => trialsSoFar > 0 || waterfall.length > 0)).toBe(true);
    } finally {
      await endpoint.close();
    }
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
