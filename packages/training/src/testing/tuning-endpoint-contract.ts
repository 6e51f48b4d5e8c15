import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, JobEvent, TuningEndpoint, TuningRequest } from '@imaginarium/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CANARY, eventsOf, failureOf, isMeant, steppingClock, trainingFile, until } from './contract-fixtures.ts';
import type { Fault } from './start-fault-proxy.ts';
import type { ContractOptions, TuningSubject } from './tuning-subject.ts';

export type { ContractOptions, TuningSubject };

/** What every fine-tuning endpoint must do, whatever its wire format, over real HTTP. */
export function tuningEndpointContract(
  title: string,
  start: () => Promise<TuningSubject>,
  { hasCheckpoints = true, keepsEvents = true, isScripted = true }: ContractOptions = {},
): void {
  describe(`${title}: the contract of fine-tuning endpoints`, () => {
    let subject: TuningSubject;
    let folder: string;
    let clock: Clock;
    let endpoint: TuningEndpoint;
    beforeEach(async () => {
      subject = await start();
      folder = await mkdtemp(join(tmpdir(), 'tuning-'));
      clock = steppingClock(subject);
      endpoint = subject.create({ apiKey: CANARY, clock });
    });
    afterEach(async () => {
      await subject.close();
      await rm(folder, { recursive: true, force: true });
    });

    const fault = (operation: keyof TuningSubject['operations'], ...faults: (Fault | null)[]) =>
      subject.proxy.inject(subject.operations[operation], ...faults);
    const restarted = () => subject.create({ apiKey: CANARY, clock });
    const request = async (runKey: string): Promise<TuningRequest> => ({
      runKey,
      model: subject.model,
      method: 'sft',
      training: await endpoint.upload(await trainingFile(folder)),
      validation: null,
      seed: 7,
      hyperparameters: { epochs: 2 },
    });

    describe('upload', () => {
      it('sends a file once, however often and from however many programs', async () => {
        const file = await trainingFile(folder);
        const first = await endpoint.upload(file);
        const again = await restarted().upload(file);
        expect(again).toEqual(first);
        expect(first).toMatchObject({ endpoint: endpoint.name, sha256: file.sha256, bytes: file.bytes });
        expect(await subject.fileCount()).toBe(1);
      });

      it('sends other content as another file', async () => {
        await endpoint.upload(await trainingFile(folder));
        await endpoint.upload(await trainingFile(folder, 'other'));
        expect(await subject.fileCount()).toBe(2);
      });

      it('keeps one copy when the reply was lost or broken', async () => {
        fault('upload', 'lost-reply');
        await endpoint.upload(await trainingFile(folder));
        fault('upload', 'half-body');
        await endpoint.upload(await trainingFile(folder, 'other'));
        expect(await subject.fileCount()).toBe(2);
      });

      it('tells progress up to the whole', async () => {
        const file = await trainingFile(folder);
        const sent: number[] = [];
        await endpoint.upload(file, { onProgress: (bytes) => sent.push(bytes) });
        expect(sent.at(-1)).toBe(file.bytes);
        expect(sent).toEqual([...sent].sort((a, b) => a - b));
      });

      it('refuses a file that is gone or has changed, before anything is sent', async () => {
        const file = await trainingFile(folder);
        expect((await failureOf(endpoint.upload({ ...file, path: join(folder, 'none') }))).code).toBe(
          'input/missing-file',
        );
        expect((await failureOf(endpoint.upload({ ...file, bytes: 3 }))).code).toBe('input/changed-file');
        expect(subject.proxy.seen).toEqual([]);
      });
    });

    describe('launch', () => {
      it('makes one job for a run key, launched again, at once in parallel, and after a restart', async () => {
        const wanted = await request('run-1');
        const jobs = [
          ...(await Promise.all([endpoint.launch(wanted), endpoint.launch(wanted), restarted().launch(wanted)])),
          await restarted().launch(wanted),
        ];
        expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
        expect(jobs[0]).toMatchObject({ runKey: 'run-1', endpoint: endpoint.name, method: 'sft', finishedAt: null });
        expect(await subject.jobCount()).toBe(1);
      });

      it('makes another job for another run key', async () => {
        const one = await endpoint.launch(await request('run-1'));
        const two = await endpoint.launch(await request('run-2'));
        expect(two.id).not.toBe(one.id);
        expect(await subject.jobCount()).toBe(2);
      });

      it.each(['lost-reply', 'half-body'] as const)('finds the job when the reply was a %s', async (kind) => {
        const wanted = await request('run-1');
        fault('create', kind);
        const job = await endpoint.launch(wanted);
        expect((await restarted().launch(wanted)).id).toBe(job.id);
        expect(await subject.jobCount()).toBe(1);
      });

      it('waits as long as a 429 asks and then makes one job', async () => {
        const wanted = await request('run-1');
        fault('create', { status: 429, headers: { 'retry-after': '7' } }, { status: 429 });
        const from = clock.now();
        await endpoint.launch(wanted);
        expect(clock.now() - from).toBeGreaterThanOrEqual(isScripted ? 7_000 : 0);
        expect(await subject.jobCount()).toBe(1);
      });

      it('does not ask again after a 5xx that may have made a job; a later launch does', async () => {
        const wanted = await request('run-1');
        fault('create', { status: 503 });
        const failure = await failureOf(endpoint.launch(wanted));
        expect(failure).toMatchObject({ code: 'endpoint/unknown-outcome', isRetryable: true });
        expect(await subject.jobCount()).toBe(0);
        await restarted().launch(wanted);
        expect(await subject.jobCount()).toBe(1);
      });

      it('finds the job again after being interrupted while it was made', async () => {
        const wanted = await request('run-1');
        fault('create', 'hang');
        const interrupt = new AbortController();
        const launching = failureOf(endpoint.launch(wanted, { signal: interrupt.signal }));
        await until(() => subject.proxy.seen.some(isMeant(subject.operations.create)));
        interrupt.abort();
        expect((await launching).code).toBe('interrupted/aborted');
        await restarted().launch(wanted);
        expect(await subject.jobCount()).toBe(1);
      });

      it.each([
        [401, { error: { message: `Incorrect API key provided: ${CANARY}` } }, 'secret/refused'],
        [403, { error: { message: 'Fine-tuning is no longer available to your organization.' } }, 'permission/closed'],
        [
          403,
          { error: { message: `The key ${CANARY} lacks the scope api.fine_tuning.jobs.write` } },
          'permission/refused',
        ],
        [404, { error: { message: 'There is no such file.' } }, 'endpoint/not-found'],
        [409, { error: { message: 'There is a conflict.' } }, 'endpoint/conflict'],
        [400, { error: { message: 'The model cannot be fine-tuned.' } }, 'endpoint/refused-request'],
        [429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }, 'endpoint/quota'],
      ])('names a %i and does not hide it behind a retry', async (status, body, code) => {
        const wanted = await request('run-1');
        fault('create', { status, body });
        const failure = await failureOf(endpoint.launch(wanted));
        expect(failure.code).toBe(code);
        expect(failure.hint).toBeTruthy();
        expect(await subject.jobCount()).toBe(0);
      });
    });

    describe('jobs', () => {
      it('lists newest first, the same after a restart, and no more than asked for', async () => {
        for (const key of ['run-1', 'run-2', 'run-3']) await endpoint.launch(await request(key));
        const jobs = await restarted().jobs();
        expect(jobs.map(({ runKey }) => runKey)).toEqual(['run-3', 'run-2', 'run-1']);
        expect((await endpoint.jobs({ limit: 2 })).map(({ runKey }) => runKey)).toEqual(['run-3', 'run-2']);
      });

      it('repeats what may be repeated: a 5xx, a broken reply and a closed connection on the way to a list', async () => {
        const { id } = await endpoint.launch(await request('run-1'));
        fault('job', { status: 502 }, 'half-body', 'close', { status: 429, headers: { 'retry-after': '1' } });
        expect((await endpoint.job(id)).id).toBe(id);
      });

      it('names a job that is not there', async () => {
        expect((await failureOf(endpoint.job('ftjob-none'))).code).toBe('endpoint/not-found');
      });

      it('cancels, and cancels again without harm', async () => {
        const { id } = await endpoint.launch(await request('run-1'));
        expect((await endpoint.cancel(id)).id).toBe(id);
        fault('cancel', 'lost-reply');
        expect((await restarted().cancel(id)).state).toBe('cancelled');
        expect((await endpoint.job(id)).state).toBe('cancelled');
      });
    });

    describe('watch', () => {
      it('tells every event once, in order, and ends with the job', async () => {
        const { id } = await endpoint.launch(await request('run-1'));
        const events = await eventsOf(endpoint, id);
        expect(events.length).toBeGreaterThan(1);
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
        expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
        const job = await endpoint.job(id);
        expect(job.state).toBe('succeeded');
        expect(job.checkpoint).toMatch(/^(openai|huggingface):.+/);
        expect(job.finishedAt).not.toBeNull();
      });

      it('goes on after any known event, in a new program, without repeats', async () => {
        const { id } = await endpoint.launch(await request('run-1'));
        const events = await eventsOf(endpoint, id);
        for (const [at, { id: after }] of events.entries()) {
          const rest = await eventsOf(restarted(), id, after);
          const later = events.slice(at + 1).map((event) => event.id);
          expect(rest.map((event) => event.id)).toEqual(keepsEvents ? later : later.slice(-1));
        }
      });

      it('goes on through faults', async () => {
        const { id } = await endpoint.launch(await request('run-1'));
        fault('job', null, { status: 500 }, 'half-body', null, 'close', { status: 429 });
        const events = await eventsOf(endpoint, id);
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
        expect((await endpoint.job(id)).state).toBe('succeeded');
      });

      it.runIf(isScripted)('ends with a job that fails, and says why', async () => {
        subject.script?.plan('fail');
        const { id } = await endpoint.launch(await request('run-1'));
        await eventsOf(endpoint, id);
        const job = await endpoint.job(id);
        expect(job).toMatchObject({ state: 'failed', checkpoint: null });
        expect(job.failure?.message).toBeTruthy();
      });

      it.runIf(isScripted)('warns once of a job that stalls, then ends when it is cancelled elsewhere', async () => {
        subject.script?.plan('stall');
        const { id } = await endpoint.launch(await request('run-1'));
        const warnings: JobEvent[] = [];
        let ids = 0;
        for await (const event of endpoint.watch(id)) {
          ids += 1;
          if (event.level !== 'warn') continue;
          warnings.push(event);
          const hours = 2;
          await clock.sleep(hours * 3_600_000);
          await subject.cancelElsewhere(id);
        }
        expect(warnings).toHaveLength(1);
        expect(warnings[0]?.message).toContain('No news');
        expect(ids).toBeGreaterThan(1);
        expect((await endpoint.job(id)).state).toBe('cancelled');
      });

      it.runIf(isScripted)('stops at once when interrupted', async () => {
        subject.script?.plan('stall');
        const { id } = await endpoint.launch(await request('run-1'));
        const interrupt = new AbortController();
        const watching = (async () => {
          for await (const _ of endpoint.watch(id, { signal: interrupt.signal })) interrupt.abort();
        })();
        expect((await failureOf(watching)).code).toBe('interrupted/aborted');
      });
    });

    it.runIf(hasCheckpoints)('lists checkpoints in order of step', async () => {
      const { id } = await endpoint.launch(await request('run-1'));
      await eventsOf(endpoint, id);
      const steps = (await endpoint.checkpoints(id)).map(({ step }) => step);
      expect(steps.length).toBeGreaterThan(0);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    });

    describe('check', () => {
      it('finds an endpoint open', async () => {
        const { state, message } = await endpoint.check();
        expect({ state, message }).toMatchObject({ state: 'open' });
        expect(await subject.jobCount()).toBe(0);
      });

      it('does not know when the key is refused, and calls closed what says so', async () => {
        fault('list', { status: 401, body: { error: { message: `Wrong key ${CANARY}` } } });
        expect((await endpoint.check()).state).toBe('unknown');
        fault('list', { status: 403, body: { error: { message: 'Fine-tuning is closed to new customers.' } } });
        const closed = await endpoint.check();
        expect(closed.state).toBe('closed');
        expect(JSON.stringify(closed)).not.toContain(CANARY);
      });
    });

    it('is interrupted before anything is asked', async () => {
      const signal = AbortSignal.abort();
      const wanted = await request('run-1');
      const before = subject.proxy.seen.length;
      const file = await trainingFile(folder, 'other');
      const failures = await Promise.all(
        [
          endpoint.upload(file, { signal }),
          endpoint.launch(wanted, { signal }),
          endpoint.jobs({ signal }),
          endpoint.job('ftjob-1', { signal }),
          endpoint.cancel('ftjob-1', { signal }),
          endpoint.check({ signal }),
          endpoint.checkpoints('ftjob-1', { signal }),
        ].map(failureOf),
      );
      expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['interrupted/aborted']));
      expect(subject.proxy.seen.length).toBe(before);
    });
  });
}
