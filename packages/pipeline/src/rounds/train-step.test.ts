import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { addRound } from './add-round.ts';
import { readProject } from './read-project.ts';
import { roundFolder, roundPath } from './round-paths.ts';

const CONFIG = `
name: small
tools: [{ from: "toolbox:", only: [add_days, hash_text] }]
models: { default: "practice:" }
exploration: { episodes: 2, trials: 3 }
curation: { split: { test: 2, validation: 0 }, paraphrase: { target: 8 } }
gate: { margin: 0.9, target: 0 }
`;
const environment: Environment = { clock: systemClock, fetch, variables: {}, version: '0' };

let project: string;
const configure = (more: string) => writeFile(join(project, 'project.yaml'), `${CONFIG}${more}\n`);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
const last = async () => (await readProject(project)).rounds.at(-1)?.round;

/** A server whose jobs of these ids have failed, whatever became of them. */
function failingJobs(isFailed: (id: string) => boolean): typeof globalThis.fetch {
  const fail = (job: Record<string, unknown>) =>
    job.object === 'fine_tuning.job' && isFailed(String(job.id))
      ? { ...job, status: 'failed', fine_tuned_model: null, error: { code: 'x', message: 'out of luck', param: null } }
      : job;
  return async (input, init) => {
    const reply = await fetch(input, init);
    if (!/fine_tuning\/jobs/.test(input instanceof Request ? input.url : String(input))) return reply;
    const body = (await reply.json()) as Record<string, unknown>;
    const told = Array.isArray(body.data) ? { ...body, data: body.data.map(fail) } : fail(body);
    return Response.json(told, { status: reply.status });
  };
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'imaginarium-train-step-'));
});
afterAll(() => rm(project, { recursive: true }));

describe('the training of a round', () => {
  it('is exported anew, beside the old folder, where the records are others', async () => {
    await configure('training: { to: export }');
    expect(await codeOf(addRound(project, {}, environment))).toBe('input/checkpoint-wanted');
    const into = roundPath(roundFolder(project, 1), 'training');
    const before = await readFile(join(into, 'data', 'train.jsonl'), 'utf8');
    expect(await codeOf(addRound(project, {}, environment))).toBe('input/checkpoint-wanted');
    expect(existsSync(`${into}-1`)).toBe(false);
    await configure('training: { to: export }\nformatting: { general: { from: bundled, count: 5 } }');
    expect(await codeOf(addRound(project, {}, environment))).toBe('input/checkpoint-wanted');
    expect(await readFile(join(into, 'data', 'train.jsonl'), 'utf8')).not.toBe(before);
    expect(await readFile(join(`${into}-1`, 'data', 'train.jsonl'), 'utf8')).toBe(before);
  });

  it('takes a named checkpoint for the records that it was named for, and asks again for others', async () => {
    const named = 'openai:mine@http://127.0.0.1:9/v1';
    await addRound(project, { checkpoint: named, until: 'train' }, environment);
    expect(await last()).toMatchObject({
      training: { job: null, checkpoint: named },
      steps: { train: { state: 'done' } },
    });
    await addRound(project, { until: 'train' }, environment);
    await configure('training: { to: export }\nformatting: { general: { from: bundled, count: 7 } }');
    expect(await codeOf(addRound(project, { until: 'train' }, environment))).toBe('input/checkpoint-wanted');
  });

  it('launches another job after one that came to nothing', async () => {
    await configure('training: { to: local }');
    const jobs: string[] = [];
    const failing: Environment = { ...environment, fetch: failingJobs((id) => id === jobs[0]) };
    const add = () =>
      addRound(project, { until: 'train' }, failing, (event) => {
        if (event.kind === 'launched') jobs.push(event.job.id);
      });
    expect(await codeOf(add())).toBe('endpoint/job-ended');
    expect(await codeOf(add())).toBe('none');
    expect(new Set(jobs).size).toBe(2);
    expect(await last()).toMatchObject({
      training: { job: jobs[1], checkpoint: expect.any(String), spent: [jobs[0]] },
    });
  });
});
