import { relative, resolve } from 'node:path';
import { createRandom, type Embedder } from '@imaginarium/contracts';
import {
  createDemonstrations,
  createPrompt,
  createToolSet,
  type Demonstrations,
  type Prompt,
  readTestSet,
  type Sampling,
  type TestSet,
  type ToolSet,
} from '@imaginarium/evaluation';
import type { EvaluationConfig } from './evaluation-config.ts';
import type { LoadedEvaluation } from './open-evaluation.ts';

/** All that decides what a model will be asked. */
export interface PredictionInputs {
  readonly testSet: TestSet;
  readonly prompt: Prompt;
  readonly toolSet: ToolSet;
  readonly demonstrations: Demonstrations | undefined;
  readonly sampling: Sampling;
  readonly repetitions: number;
}

/** Reads the test set of an evaluation and its demonstrations; nothing is asked yet. */
export async function readPredictionInputs(
  { config, folder }: LoadedEvaluation<EvaluationConfig>,
  embedder: Embedder,
): Promise<PredictionInputs> {
  const tools = config.testTools === undefined ? {} : { tools: resolve(folder, config.testTools) };
  const read = await readTestSet(resolve(folder, config.test), tools);
  // A report is shown to others: it tells where the data lie from here, not where this machine keeps them.
  const testSet = { ...read, source: relative('', read.source) };
  const { prompt, system, toolNames, toolSet, demonstrations, repetitions } = config;
  const { temperature, maxTokens, seed } = config.sampling;
  const training =
    demonstrations && (await readTestSet(resolve(folder, demonstrations.from), { split: 'train', ...tools }));
  return {
    testSet,
    prompt: createPrompt({
      name: prompt,
      protocol: config.model.protocol,
      toolNames,
      tools: testSet.tools,
      ...(system === undefined ? {} : { system }),
    }),
    toolSet: createToolSet({ ...toolSet, testSet, embedder, random: createRandom(`tool-set/${config.seed}`) }),
    demonstrations:
      training &&
      createDemonstrations({
        training: training.items,
        items: testSet.items,
        embedder,
        count: demonstrations?.count ?? 8,
      }),
    sampling: { temperature, maxTokens, ...(seed === undefined ? {} : { seed }) },
    repetitions,
  };
}
