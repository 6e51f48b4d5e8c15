import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChatRequest,
  exampleSchema,
  type ImprovementTarget,
  type Trial,
  toolSpecSchema,
  trialSchema,
} from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import { readJsonl } from '@imaginarium/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../collect.ts';
import type { LoadedConfig } from '../config/read-run-config.ts';
import { runConfigSchema } from '../config/run-config.ts';
import type { Environment } from '../environment.ts';
import { openRun } from '../open-run.ts';
import { openRunTools } from '../open-tools.ts';
import { runPath } from '../run-paths.ts';
import { curateKey, curateStage } from '../stages/curate-stage.ts';
import { exploreKey, exploreStage } from '../stages/explore-stage.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { accountImprovement } from './account-improvement.ts';
import type { Improvement } from './improvement.ts';
import { readImprovement, writeImprovement } from './improvement-file.ts';
import { planImprovement } from './plan-improvement.ts';
import { times, unwanted, verdict, wrongTool } from './testing/improvement-fixture.ts';

const CANARY = 'CANARY-7f3a';
const KNOWN = 'Which date is 12345 days after 1 May 2026, I asked once?';
const environment: Environment = {
  clock: createManualClock(),
  fetch: () => Promise.reject(new Error('offline')),
  variables: {},
  version: 'test',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'improve-'));
  const held = { id: 'held-out', query: `How far is ${CANARY} from here?`, calls: [], tool: null };
  await writeFile(join(folder, 'test.jsonl'), `${JSON.stringify(held)}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(name: string): LoadedConfig {
  const config = runConfigSchema.parse({
    name,
    seed: 3,
    output: join(folder, name),
    tools: [{ from: 'toolbox:', only: ['add_days', 'days_between', 'evaluate_math'] }],
    exploration: { trials: 4 },
    curation: { split: { test: 0, validation: 0 }, paraphrase: { maximum: 1 }, decontaminate: ['test.jsonl'] },
  });
  return { config, file: join(folder, 'run.yaml'), folder };
}

/** Explores and curates in a run folder, and keeps what the models were asked. */
async function runFor(name: string, improvement: Improvement | undefined) {
  const loaded = configOf(name);
  const opened = await openRun(loaded, environment);
  const tools = await openRunTools(loaded.config, folder, environment);
  const requests: ChatRequest[] = [];
  const context: StageContext = {
    ...opened,
    improvement,
    models: {
      ...opened.models,
      forPurpose: (purpose) => {
        const model = opened.models.forPurpose(purpose);
        return {
          ...model,
          complete: (request, options) => {
            requests.push(request);
            return model.complete(request, options);
          },
        };
      },
    },
  };
  try {
    await exploreStage(context, tools);
    await curateStage(context);
    return {
      requests,
      keys: [exploreKey(context, tools), await curateKey(context)],
      tools: await collect(readJsonl(runPath(opened.folder, 'tools'), { schema: toolSpecSchema })),
      trials: await collect(readJsonl(runPath(opened.folder, 'trials'), { schema: trialSchema })),
      examples: await collect(readJsonl(runPath(opened.folder, 'examples'), { schema: exampleSchema })),
      journalEntries: [...opened.journal.entries()],
      folder: opened.folder,
    };
  } finally {
    await tools.close();
    await opened.close();
  }
}

describe('a targeted run', () => {
  const verdicts = [
    ...times(3, () => wrongTool('add_days', 'days_between')),
    ...times(2, () =>
      verdict('evaluate_math', {
        itemId: CANARY,
        miss: 'missing-argument',
        problems: [{ path: '/digits', problem: 'missing', expected: CANARY }],
      }),
    ),
    ...times(2, () => unwanted('days_between')),
    verdict('add_days', { miss: 'no-call', calledTool: null }),
    wrongTool('evaluate_math', `${CANARY}_tool`),
  ];
  let targets: ImprovementTarget[];
  let targeted: Awaited<ReturnType<typeof runFor>>;
  beforeAll(async () => {
    const source = await openRunTools(configOf('plan').config, folder, environment);
    const tools = source.tools.map(({ spec }) => spec);
    await source.close();
    targets = planImprovement({ verdicts, profile: 'strict', tools, trials: 60 });
    const knownQueries = [
      { tool: 'add_days', query: KNOWN },
      { tool: null, query: 'Sing me a song about an otter.' },
    ];
    targeted = await runFor('targeted', { targets, knownQueries });
  }, 60_000);

  it('explores what was missed, for what it was missed for, and keeps examples for every target', () => {
    expect(targets.map(({ kind, tool }) => `${kind} ${tool}`).sort()).toEqual([
      'argument evaluate_math',
      'confused-pair add_days',
      'over-calling days_between',
      'tool add_days',
      'tool evaluate_math',
    ]);
    const { trials, examples, journalEntries, tools } = targeted;
    const trialsOf = (is: (trial: Trial) => boolean) => trials.filter(is).length;
    for (const { kind, tool, other, argument, trials: wanted } of targets) {
      if (kind === 'over-calling') continue;
      const focused = trialsOf(
        ({ tool: explored, focus }) =>
          focus?.kind === kind && focus.argument === argument && [tool, other].includes(explored),
      );
      expect(focused).toBe(wanted);
    }
    const account = accountImprovement({
      ...{ targets, tools, trials, examples, journalEntries, profile: 'strict' },
      verdictsBefore: verdicts,
      verdictsAfter: verdicts.map((was, at) => (at < 2 ? { ...was, miss: null, isCorrect: true } : was)),
    });
    for (const { examples: kept, calls, cost } of account) {
      expect(kept).toBeGreaterThan(0);
      expect(calls).toBeGreaterThan(kept);
      expect(cost).toBe(0);
    }
    const paid = journalEntries.filter(({ kind, place }) => kind === 'model' && !/^no-call\/\d/.test(place.item ?? ''));
    expect(account.reduce((sum, { calls }) => sum + calls, 0)).toBe(paid.length);
    expect(account.map(({ fixed }) => fixed)).toEqual(targets.map(({ kind }) => (kind === 'confused-pair' ? 2 : 0)));
  });

  it('keeps queries that state the argument, and near misses with the tool among those offered', () => {
    const { trials, examples } = targeted;
    const aimed = new Set(trials.flatMap(({ id, focus }) => (focus?.kind === 'argument' ? [id] : [])));
    const stating = examples.filter(({ trialId }) => trialId !== null && aimed.has(trialId));
    for (const { solution } of stating) expect(solution?.call.arguments).toHaveProperty('digits');
    const near = examples.filter(({ id }) => id.startsWith('no-call/days_between/'));
    expect(near.length).toBeGreaterThan(3);
    for (const { offered, answer } of near) {
      expect(offered).toContain('days_between');
      expect(answer).not.toBe('');
    }
  });

  it('shows imagination what is trained on, and nobody anything of the test', () => {
    const asked = targeted.requests.map(({ messages }) => JSON.stringify(messages));
    expect(asked.filter((text) => text.includes(KNOWN)).length).toBeGreaterThan(3);
    expect(asked.some((text) => text.includes('about an otter'))).toBe(true);
    expect(asked.filter((text) => text.includes('CANARY'))).toEqual([]);
    expect(JSON.stringify([targeted.trials, targeted.examples])).not.toContain('CANARY');
  });

  it('is done again when its targets change, and says in its folder what they are', async () => {
    const improvement: Improvement = {
      targets: [{ kind: 'over-calling', tool: 'add_days', misses: 1, trials: 2 }],
      knownQueries: [],
    };
    const other = await runFor('other', improvement);
    expect(other.trials).toEqual([]);
    expect(other.examples.map(({ kind }) => kind)).toContain('no-call');
    const again = await runFor('again', { ...improvement, targets: [] }).catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 'input/no-examples' });
    expect(other.keys[0]).not.toBe(targeted.keys[0]);
    expect(other.keys[1]).not.toBe(targeted.keys[1]);
    expect(await readImprovement(other.folder)).toBeUndefined();
    await writeImprovement(other.folder, improvement);
    expect(await readImprovement(other.folder)).toEqual(improvement);
  });
});
