import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { addRound, improveRound } from './add-round.ts';
import { readProject } from './read-project.ts';
import { roundFolder, roundPath } from './round-paths.ts';

const CONFIG = `
name: small
tools: [{ from: "toolbox:", only: [add_days, hash_text] }]
models: { default: "practice:" }
batches: [[add_days], [hash_text]]
exploration: { episodes: 2, trials: 3 }
curation: { split: { test: 2, validation: 0 }, paraphrase: { target: 8 } }
training: { hyperparameters: { epochs: 4 } }
gate: { margin: 0.9, target: 0 }
`;
const environment: Environment = { clock: systemClock, fetch, variables: {}, version: '0' };

let project: string;
const configure = (change: (text: string) => string = (text) => text) =>
  writeFile(join(project, 'project.yaml'), change(CONFIG));
const last = async () => (await readProject(project)).rounds.at(-1);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'imaginarium-unfinished-'));
  await configure();
});
afterAll(() => rm(project, { recursive: true }));

describe('a round that was stopped', () => {
  it('before its report was written has not passed, and is gone on with', async () => {
    const page = roundPath(roundFolder(project, 1), 'page');
    await mkdir(page, { recursive: true });
    expect(await codeOf(addRound(project, {}, environment))).not.toBe('none');
    expect(await last()).toMatchObject({ round: { state: 'open', gate: null }, nextStep: 'gate' });
    await rm(page, { recursive: true });
    expect((await addRound(project, {}, environment)).round.state).toBe('passed');
    expect(await readFile(page, 'utf8')).toContain('<html');
  });

  it('after its gate, in a step that was begun again, cannot be taken as it is: it may have no checkpoint', async () => {
    await configure((text) => text.replace('target: 0', 'target: 1'));
    const judged = await addRound(project, {}, environment);
    expect(judged.round).toMatchObject({ state: 'open', gate: { isPassed: false } });
    await configure((text) => text.replace('target: 0', 'target: 1').replace('epochs: 4', 'epochs: 5'));
    const stop = new AbortController();
    const stopped = addRound(project, {}, { ...environment, signal: stop.signal }, (event) => {
      if (event.kind === 'step-started' && event.step === 'train') stop.abort();
    });
    expect(await codeOf(stopped)).toMatch(/^interrupted/);
    expect(await codeOf(addRound(project, { accept: 'good enough' }, environment))).toBe('input/round-unfinished');
    expect(await codeOf(improveRound(project, {}, environment))).toMatch(
      /^input\/(round-unfinished|nothing-to-improve)$/,
    );
    expect(await last()).toMatchObject({ round: { number: 2, state: 'open' }, nextStep: 'train' });
  });

  it('in the middle of a step says what that step has paid', async () => {
    const stopped = await mkdtemp(join(tmpdir(), 'imaginarium-stopped-'));
    try {
      await writeFile(join(stopped, 'project.yaml'), CONFIG);
      expect(await codeOf(addRound(stopped, { budget: { calls: 7 } }, environment))).toMatch(/^budget/);
      const [round] = (await readProject(stopped)).rounds;
      expect(round).toMatchObject({ calls: 7, nextStep: 'explore' });
      const whole = await addRound(stopped, { until: 'curate' }, environment);
      const { explore, curate } = whole.round.steps;
      const { rounds } = await readProject(stopped);
      expect(rounds[0]?.calls).toBe((explore?.calls ?? 0) + (curate?.calls ?? 0));
    } finally {
      await rm(stopped, { recursive: true });
    }
  });

  it('for tools that were taken back says so, and how to give it up', async () => {
    const undone = await mkdtemp(join(tmpdir(), 'imaginarium-undone-'));
    try {
      const one = CONFIG.replace('only: [add_days, hash_text]', 'only: [add_days]').replace(/batches.*/, '');
      await writeFile(join(undone, 'project.yaml'), one);
      await addRound(undone, {}, environment);
      await writeFile(join(undone, 'project.yaml'), one.replace('[add_days]', '[add_days, hash_text]'));
      await addRound(undone, { until: 'plan' }, environment);
      await writeFile(join(undone, 'project.yaml'), one);
      await expect(addRound(undone, {}, environment)).rejects.toMatchObject({
        code: 'input/nothing-new',
        hint: expect.stringMatching(/delete its folder: rounds.2 /),
      });
    } finally {
      await rm(undone, { recursive: true });
    }
  });
});
