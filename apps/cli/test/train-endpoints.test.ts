import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../packages/training/src/testing/start-fault-proxy.ts';
import { type CommandOutcome, runCommand, startCommand } from './run-command.ts';
import { listFiles, makeFolder, readRows } from './run-folder.ts';
import { TUNING_SERVICES, type TuningService } from './tuning-services.ts';

const KEY = 'hf_Canary5e1f0c7b93d2a846';
const LAUNCHES = '.imaginarium/launches.jsonl';

const user = (at: number) => ({ role: 'user', content: `What is the weather in town ${at}?` });
const tools = [
  {
    type: 'function',
    function: {
      name: 'forecast',
      description: 'Weather of a town',
      parameters: { type: 'object', properties: { town: { type: 'string' } } },
    },
  },
];
const call = (at: number, isText: boolean) => {
  const args = { town: `town ${at}` };
  const called = { name: 'forecast', arguments: isText ? JSON.stringify(args) : args };
  return { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: called }] };
};
const rowOf = {
  openai: (at: number) => ({
    messages: [user(at), { ...call(at, true), content: null }],
    tools,
    parallel_tool_calls: false,
  }),
  trl: (at: number) => ({ prompt: [user(at)], completion: [{ ...call(at, false), content: '' }], tools }),
};

describe.each(Object.entries(TUNING_SERVICES))(
  'train --to %s, against a service that speaks its API',
  (name, start) => {
    let folder: string;
    let tuning: TuningService;
    let said: string[];
    const options = () => ({ cwd: folder, variables: { TUNING_KEY: KEY } });
    const command = async (...args: string[]): Promise<CommandOutcome> => {
      const outcome = await runCommand(args, options());
      said.push(outcome.stdout, outcome.stderr);
      return outcome;
    };
    const trainArgs = () => ['train', 'data', ...tuning.flags, '--model', tuning.model, '--json'];
    const train = (...args: string[]) => command(...trainArgs(), ...args);
    const launches = () => readRows(join(folder, LAUNCHES));
    const errorOf = ({ stdout }: CommandOutcome) => JSON.parse(stdout).error;

    beforeEach(async () => {
      [folder, tuning, said] = [await makeFolder(), await start(), []];
      await mkdir(join(folder, 'data'));
      const rows = Array.from({ length: 12 }, (_, at) => rowOf[tuning.records](at));
      await writeFile(join(folder, 'data/train.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    });
    afterEach(async () => {
      const texts = await Promise.all((await listFiles(folder)).map((path) => readFile(join(folder, path), 'utf8')));
      await tuning.close();
      await rm(folder, { recursive: true });
      expect([...said, ...texts].filter((text) => text.includes(KEY))).toEqual([]);
    });

    it('makes one job, over a lost reply, half a reply and a busy service, and however often it is launched', async () => {
      tuning.proxy.inject(tuning.create, { status: 429, headers: { 'retry-after': '0' } }, 'lost-reply');
      const first = await train();
      expect(first.code, first.stderr).toBe(0);
      const { job } = JSON.parse(first.stdout);
      expect(JSON.parse((await train()).stdout).job.id).toBe(job.id);
      tuning.proxy.inject(tuning.create, 'half-body');
      const other = await train('--label', 'second');
      expect(JSON.parse(other.stdout).job.id, other.stderr).not.toBe(job.id);
      expect(tuning.service.jobs).toHaveLength(2);
      expect((await launches()).map(({ jobId }) => jobId)).toEqual(tuning.service.jobs.map(({ id }) => id));
      if (tuning.records === 'openai') expect(tuning.service.files).toHaveLength(1);
    }, 60_000);

    it('finds the job again that a killed launch had made, and two launches at once are one', async () => {
      // The job is made, its reply lost, and the look for it hangs: here the process dies.
      tuning.proxy.inject(tuning.create, 'lost-reply');
      tuning.proxy.inject(tuning.find, null, 'hang');
      const killed = startCommand(trainArgs(), options());
      while (tuning.service.jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      killed.child.kill('SIGKILL');
      await killed.outcome;
      await expect(launches()).rejects.toThrow();
      tuning.proxy.clear();
      const both = await Promise.all([train(), train()]);
      for (const { code, stderr } of both) expect(code, stderr).toBe(0);
      const [{ id = '' } = {}] = tuning.service.jobs;
      expect(tuning.service.jobs).toHaveLength(1);
      expect(both.map(({ stdout }) => JSON.parse(stdout).job.id)).toEqual([id, id]);
      expect((await launches()).map(({ jobId }) => jobId)).toEqual([id]);
    }, 60_000);

    it('tells how a job ended, also when it was cancelled elsewhere, and what jobs there are', async () => {
      tuning.service.plan = 'fail';
      await train();
      const [{ id = '' } = {}] = tuning.service.jobs;
      for (let tick = 0; tick < 4; tick++) tuning.service.tick();
      const failed = await train('--follow');
      expect([failed.code, errorOf(failed).code]).toEqual([5, 'endpoint/job-failed']);
      expect(errorOf(failed).message).toContain(id);
      await train('--label', 'second');
      const second = tuning.service.jobs[1];
      if (!second) throw new Error('there is no second job');
      tuning.service.cancel(second);
      // No endpoint is named: the launch noted where it is, and with which variable's key.
      const cancelled = await command('jobs', second.id, '--follow', '--json');
      expect([cancelled.code, errorOf(cancelled).code]).toEqual([5, 'endpoint/job-cancelled']);
      const known = JSON.parse((await command('jobs', '--json')).stdout);
      expect(known.map((row: { job: { id: string; state: string } }) => [row.job.id, row.job.state])).toEqual([
        [second.id, 'cancelled'],
        [id, 'failed'],
      ]);
      const again = await command('jobs', second.id, '--cancel', '--json');
      expect(JSON.parse(again.stdout).job, again.stderr).toMatchObject({ state: 'cancelled' });
    }, 60_000);

    const refused = async (fault: Fault) => {
      tuning.proxy.inject(tuning.create, fault);
      const outcome = await train();
      expect(tuning.service.jobs).toEqual([]);
      await expect(launches()).rejects.toThrow();
      return [outcome.code, errorOf(outcome).code, errorOf(outcome).hint];
    };
    const any = expect.any(String);

    it('tells a wrong key from an endpoint that is closed, and names what is open instead', async () => {
      expect(await refused({ status: 401 })).toEqual([4, 'secret/refused', any]);
      const error = { message: 'Fine-tuning is no longer available to this organization.' };
      const instead = expect.stringContaining(name === 'huggingface' ? '--to local' : '--to huggingface');
      expect(await refused({ status: 403, body: { error } })).toEqual([4, 'permission/closed', instead]);
    }, 60_000);

    it.runIf(name === 'openai')(
      'tells what else a service can refuse, and flags that name no endpoint',
      async () => {
        expect(await refused({ status: 403 })).toEqual([4, 'permission/refused', any]);
        expect(await refused({ status: 404 })).toEqual([5, 'endpoint/not-found', any]);
        expect(await refused({ status: 400 })).toEqual([5, 'endpoint/refused-request', any]);
        const codeOf = async (...args: string[]) => errorOf(await command('jobs', ...args, '--json')).code;
        expect(await codeOf('none', ...tuning.flags)).toBe('endpoint/not-found');
        expect(await codeOf('none')).toBe('usage/endpoint');
        // One key for every endpoint that has a job would go to all of them.
        expect(await codeOf('--key', 'env:TUNING_KEY')).toBe('usage/endpoint');
      },
      60_000,
    );
  },
);
