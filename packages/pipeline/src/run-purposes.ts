import { ImaginariumError, type Purpose } from '@imaginarium/contracts';
import { type Price, parseModelName } from '@imaginarium/models';
import type { ModelConfig } from './config/model-config.ts';
import type { RunConfig } from './config/run-config.ts';
import { parseToolSource } from './parse-tool-source.ts';

/** What a run asks models for; predicting belongs to evaluation. */
export type RunPurpose = Exclude<Purpose, 'predict'>;

export const RUN_PURPOSES: readonly RunPurpose[] = ['imagine', 'solve', 'reflect', 'judge', 'paraphrase'];

/** The model settings that serve a purpose. */
export function settingsFor(models: RunConfig['models'], purpose: RunPurpose): ModelConfig {
  return models[purpose] ?? models.default;
}

/** The model settings of every purpose of a run. */
export function runSettings(models: RunConfig['models']): Record<RunPurpose, ModelConfig> {
  return Object.fromEntries(RUN_PURPOSES.map((purpose) => [purpose, settingsFor(models, purpose)])) as Record<
    RunPurpose,
    ModelConfig
  >;
}

/** What of a model's settings can change its replies: pace, price and time-out cannot. */
export function identityOf(models: RunConfig['models'], purpose: RunPurpose): unknown {
  const { model, protocol, parameters, provider } = settingsFor(models, purpose);
  return { model, protocol, parameters, provider };
}

/** US dollars per million tokens; undefined when the config does not say. The practice model costs nothing. */
export function priceOf({ model, price }: ModelConfig): Price | undefined {
  return price ?? (isPractice(model) ? { inputPerMillion: 0, outputPerMillion: 0 } : undefined);
}

/** Whether any purpose is served by the practice model, whose data is for practice only. */
export function usesPracticeModel(models: RunConfig['models']): boolean {
  return RUN_PURPOSES.some((purpose) => isPractice(settingsFor(models, purpose).model));
}

function isPractice(model: string): boolean {
  return parseModelName(model).provider === 'practice';
}

/** @throws ImaginariumError `config/practice-model` when the practice model would meet tools that it does not know */
export function refusePracticeWithOwnTools({ tools, models }: Pick<RunConfig, 'tools' | 'models'>): void {
  const own = tools.find(({ from }) => parseToolSource(from).kind !== 'toolbox');
  if (own && usesPracticeModel(models)) throw practiceWithOwnTools(own.from);
}

/** @param source that of the tools that the practice model does not know */
export function practiceWithOwnTools(source: string): ImaginariumError {
  return new ImaginariumError({
    code: 'config/practice-model',
    message: `The practice model knows the bundled toolbox only, not the tools of ${source}.`,
    hint: 'Name a model under models.default, for example openai:gpt-5-mini or openai:qwen3@http://127.0.0.1:11434/v1',
  });
}
