import { type ChatRequest, imagineMaterialSchema, readMaterial, type Trial } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { type ExplorationConfig, explorationConfigSchema } from './exploration-config.ts';
import { explore } from './explore.ts';
import { createLearner, strictOnFormat, tool } from './testing/exploration-fixture.ts';

async function exploreWith(config: Partial<ExplorationConfig>, tools = [tool], model = createLearner()) {
  const trials: Trial[] = [];
  await explore({
    tools,
    config: explorationConfigSchema.parse({ episodes: 2, trials: 3, ...config }),
    models: { imagine: model, solve: model, reflect: model },
    executor: strictOnFormat(),
    toolsInProgress: 4,
    onTrial: (trial) => void trials.push(trial),
  });
  return { trials, requests: model.requests };
}

const firstCallsThatFailed = (trials: readonly Trial[]) =>
  trials.filter(({ attempts }) => attempts[0]?.observation.status === 'error').length;

const materialOf = (request: ChatRequest | undefined) =>
  imagineMaterialSchema.parse(readMaterial(request?.messages.at(-1)?.content ?? ''));

describe('explore', () => {
  it('shows each query turn all earlier queries with their outcome, in this turn alone', async () => {
    const { requests } = await exploreWith({});
    const imagined = requests.filter(({ purpose }) => purpose === 'imagine');
    expect(imagined.map((request) => materialOf(request).earlierQueries?.length)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(materialOf(imagined[1]).earlierQueries?.[0]?.solved).toBe(true);
    const solving = requests.filter(({ purpose }) => purpose === 'solve');
    expect(JSON.stringify(solving)).not.toContain('earlierQueries');
  });

  it('forgets the episode at its end: short-term memory makes fewer first calls fail', async () => {
    const withMemory = await exploreWith({});
    const without = await exploreWith({ shortTermMemory: false });
    expect(firstCallsThatFailed(withMemory.trials)).toBe(2);
    expect(firstCallsThatFailed(without.trials)).toBe(6);
  });

  it('shows no earlier queries when long-term memory is off, and then does not refuse repeats of other episodes', async () => {
    const repeating = createScriptedModel((request) =>
      request.purpose === 'imagine' ? 'Which day is 5 days after May Day?' : 'None.',
    );
    const off = await exploreWith({ longTermMemory: false, trials: 1 }, [tool], repeating);
    expect(off.trials.map(({ outcome }) => outcome)).toEqual(['finished', 'finished']);
    expect(materialOf(off.requests[0]).earlierQueries).toBeUndefined();
    const on = await exploreWith({ trials: 1 }, [tool], repeating);
    expect(on.trials.map(({ outcome }) => outcome)).toEqual(['finished', 'no-query']);
  });

  it('does not reflect when reflection is off, and then knows no outcome', async () => {
    const { requests, trials } = await exploreWith({ reflection: false });
    expect(requests.some(({ purpose }) => purpose === 'reflect')).toBe(false);
    expect(trials.every(({ reflection }) => reflection === null)).toBe(true);
    expect(
      materialOf(requests.filter(({ purpose }) => purpose === 'imagine')[1]).earlierQueries?.[0]?.solved,
    ).toBeNull();
  });

  it('keeps the trials of each tool in order while tools run side by side', async () => {
    const tools = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...tool, name }));
    const { trials } = await exploreWith({}, tools);
    expect(trials).toHaveLength(30);
    for (const { name } of tools) {
      const places = trials.filter((trial) => trial.tool === name).map(({ episode, trial }) => episode * 3 + trial);
      expect(places).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('leaves a tool whose new queries resemble the old ones', async () => {
    const stop = { window: 3, minimum: 0.9 };
    const { trials } = await exploreWith({ noveltyStop: stop, nearDuplicateThreshold: 1, episodes: 9 });
    expect(trials.length).toBeLessThan(27);
    expect(trials.length % 3).toBe(0);
  });

  it('stops all tools at the first error that ends the run', async () => {
    const tools = ['a', 'b', 'c'].map((name) => ({ ...tool, name }));
    const model = createScriptedModel((_request, index) =>
      index > 5 ? new Error('defect') : 'Which day is next to Monday?',
    );
    await expect(exploreWith({}, tools, model)).rejects.toThrow('defect');
    expect(model.requests.length).toBeLessThan(12);
  });
});
