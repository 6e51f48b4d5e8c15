import { ImaginariumError, type Trial } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { runTrial } from './run-trial.ts';
import {
  bad,
  contextWith,
  createLearner,
  createScriptedExecutor,
  good,
  strictOnFormat,
  tool,
} from './testing/exploration-fixture.ts';

const place = { episode: 0, trial: 0 };
const noMemory = { longTerm: { queries: [] }, shortTerm: [] };

describe('runTrial', () => {
  it('repairs a refused call from what the tool said, answers and reflects', async () => {
    const trial = await runTrial(contextWith(createLearner(), strictOnFormat()), place, noMemory);
    expect(trial.attempts.map(({ observation }) => observation.status)).toEqual(['error', 'ok']);
    expect(trial.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ]);
    expect(trial).toMatchObject({
      id: 'add_days/0/0',
      outcome: 'finished',
      answer: 'It is 15 January 2026.',
      reflection: { solved: true },
    });
  });

  it('cannot repair without execution feedback', async () => {
    const executor = strictOnFormat();
    const trial = await runTrial(contextWith(createLearner(), executor, { executionFeedback: false }), place, noMemory);
    expect(trial.outcome).toBe('exhausted');
    expect(executor.calls.every((call) => call.arguments?.date === 'May 1')).toBe(true);
    expect(trial.messages.some((message) => message.content.includes(bad.content))).toBe(false);
  });

  it('asks again for a refused query, with the reason, and gives up after the attempts', async () => {
    const model = createScriptedModel(() => 'Use add_days for me, please.');
    const trial = await runTrial(contextWith(model, strictOnFormat()), place, noMemory);
    expect(trial).toMatchObject({ outcome: 'no-query', query: null });
    expect(trial.rejectedQueries).toHaveLength(3);
    expect(model.requests.map((request) => request.place.ordinal)).toEqual([0, 1, 2]);
    expect(model.requests[1]?.messages.at(-1)?.content).toContain('it names the tool');
  });

  it('executes at most the calls that the config allows', async () => {
    const caller = createScriptedModel((request) =>
      request.purpose === 'solve'
        ? { calls: [1, 2, 3].map((days) => ({ name: tool.name, arguments: { days } })) }
        : 'Which day comes 12 days after May Day?',
    );
    const executor = createScriptedExecutor(() => good);
    const trial = await runTrial(contextWith(caller, executor, { reflection: false }), place, noMemory);
    expect(executor.calls).toHaveLength(4);
    expect(new Set(trial.attempts.map(({ call }) => call.id)).size).toBe(trial.attempts.length);
  });

  it('takes an unreadable reflection for unknown, never for success', async () => {
    const learner = createLearner();
    const model = createScriptedModel(() => 'Yes, solved! "No" doubt.');
    const context = contextWith(learner, strictOnFormat());
    const trial = await runTrial({ ...context, models: { ...context.models, reflect: model } }, place, noMemory);
    expect(trial.reflection).toBeNull();
    expect(model.requests).toHaveLength(2);
  });

  it('keeps a refused request in the trial and lets what ends the run through', async () => {
    const failing = (code: ImaginariumError['code']) =>
      createScriptedModel(() => new ImaginariumError({ code, message: 'no' }));
    const trial = await runTrial(contextWith(failing('endpoint/context-length'), strictOnFormat()), place, noMemory);
    expect(trial).toMatchObject({ outcome: 'failed', failure: { code: 'endpoint/context-length' } });
    await expect(
      runTrial(contextWith(failing('budget/reached'), strictOnFormat()), place, noMemory),
    ).rejects.toMatchObject({
      code: 'budget/reached',
    });
  });

  it('shows earlier trials to the solver only as far as the context allows', async () => {
    const learner = createLearner();
    const context = contextWith(learner, strictOnFormat(), { contextCharacters: 4000 });
    const earlier = (size: number): Trial => ({
      id: 'add_days/0/0',
      tool: 'add_days',
      toolVersion: 'v1',
      episode: 0,
      trial: 0,
      query: 'q',
      rejectedQueries: [],
      messages: [{ role: 'user', content: 'x'.repeat(size) }],
      attempts: [],
      answer: null,
      outcome: 'exhausted',
      reflection: null,
    });
    await runTrial(
      context,
      { episode: 0, trial: 2 },
      { longTerm: { queries: [] }, shortTerm: [earlier(3900), earlier(1000)] },
    );
    const shown = learner.requests
      .find(({ purpose }) => purpose === 'solve')
      ?.messages.filter(({ role }) => role === 'user');
    expect(shown?.map(({ content }) => content.length)).toEqual([1000, expect.any(Number)]);
  });
});
