import {
  type ChatModel,
  canonicalJson,
  createRandom,
  ImaginariumError,
  type Journal,
  type JournalEntry,
  type Purpose,
} from '@imaginarium/contracts';
import {
  type Budget,
  createHuggingFaceModel,
  createOpenAIModel,
  type Price,
  parseModelName,
  withBudget,
  withJournal,
  withLimits,
  withRetry,
  withTextProtocol,
} from '@imaginarium/models';
import type { ModelConfig } from './config/model-config.ts';
import type { RunConfig } from './config/run-config.ts';
import { type Environment, readSecret } from './environment.ts';
import { parseToolSource } from './parse-tool-source.ts';

export interface OpenModels {
  readonly forPurpose: (purpose: Purpose) => ChatModel;
  /** Largest number of calls that may be under way at a time. */
  readonly concurrency: number;
  readonly secretValues: readonly string[];
}

export interface OpenModelsOptions {
  readonly config: Pick<RunConfig, 'models' | 'seed'>;
  readonly environment: Environment;
  readonly journal: Journal;
  readonly budget: Budget;
  /** Told of every call that is paid now; replays are not. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

/**
 * The models of a run, each behind its layers. From the outside in: the journal answers what was paid before, the budget
 * reserves, retries repeat what failed in passing, limits pace every attempt. Purposes of one configuration share one model
 * and so its limits.
 */
export function openModels({ config, environment, journal, budget, onEntry }: OpenModelsOptions): OpenModels {
  const built = new Map<string, { model: ChatModel; settings: ModelConfig }>();
  const secretValues: string[] = [];
  const build = (settings: ModelConfig): ChatModel => {
    const id = canonicalJson(settings);
    const existing = built.get(id);
    if (existing) return existing.model;
    const key = readModelKey(settings, environment);
    if (key !== undefined) secretValues.push(key);
    const { clock } = environment;
    const price = priceOf(settings);
    const adapter = createAdapter(settings, key, config.seed);
    const limited = withLimits(adapter, {
      concurrency: settings.concurrency,
      requestsPerMinute: settings.requestsPerMinute,
      tokensPerMinute: settings.tokensPerMinute,
      clock,
    });
    const retried = withRetry(limited, {
      clock,
      random: createRandom(`retry/${config.seed}`),
      attempts: settings.attempts,
    });
    const budgeted = withBudget(retried, { budget, price });
    const model = withJournal(budgeted, {
      journal,
      clock,
      price,
      parameters: settings.parameters,
      onEntry: (entry, isReplay) => {
        if (!isReplay) onEntry?.(entry);
      },
    });
    built.set(id, { model, settings });
    return model;
  };
  const chosen = {
    imagine: build(config.models.imagine ?? config.models.default),
    solve: build(config.models.solve ?? config.models.default),
    reflect: build(config.models.reflect ?? config.models.default),
    judge: build(config.models.judge ?? config.models.default),
    paraphrase: build(config.models.paraphrase ?? config.models.default),
    predict: build(config.models.default),
  } satisfies Record<Purpose, ChatModel>;
  return {
    forPurpose: (purpose) => chosen[purpose],
    concurrency: [...built.values()].reduce((sum, { settings }) => Math.max(sum, settings.concurrency), 1),
    secretValues,
  };
}

/** The model settings that serve a purpose. */
export function settingsFor(models: RunConfig['models'], purpose: Purpose): ModelConfig {
  return (purpose === 'predict' ? undefined : models[purpose]) ?? models.default;
}

/** US dollars per million tokens; undefined when the config does not say. The practice model costs nothing. */
export function priceOf({ model, price }: ModelConfig): Price | undefined {
  return (
    price ?? (parseModelName(model).provider === 'practice' ? { inputPerMillion: 0, outputPerMillion: 0 } : undefined)
  );
}

function createAdapter(settings: ModelConfig, apiKey: string | undefined, seed: number): ChatModel {
  const { provider, model, baseUrl } = parseModelName(settings.model);
  const { timeoutMs, parameters, protocol } = settings;
  switch (provider) {
    case 'practice':
      return practiceModel(seed);
    case 'openai': {
      const adapter = createOpenAIModel({ model, baseUrl, apiKey, timeoutMs, parameters });
      return protocol === 'text' ? withTextProtocol(adapter) : adapter;
    }
    case 'huggingface': {
      const adapter = createHuggingFaceModel({
        model,
        endpointUrl: baseUrl,
        provider: settings.provider,
        apiKey,
        timeoutMs,
        parameters,
      });
      return protocol === 'text' ? withTextProtocol(adapter) : adapter;
    }
  }
}

/** Loaded when it is first asked: it brings the data of the toolbox, which other models do without. */
function practiceModel(seed: number): ChatModel {
  let loading: Promise<ChatModel> | undefined;
  return {
    id: 'practice:',
    complete: async (request, options) => {
      loading ??= import('@imaginarium/toolbox').then(({ createPracticeModel }) => createPracticeModel({ seed }));
      return (await loading).complete(request, options);
    },
  };
}

function readModelKey(settings: ModelConfig, environment: Environment): string | undefined {
  const { provider, baseUrl } = parseModelName(settings.model);
  const reference =
    settings.key ??
    (provider === 'openai' && baseUrl === undefined ? 'env:OPENAI_API_KEY' : undefined) ??
    (provider === 'huggingface' && baseUrl === undefined ? 'env:HF_TOKEN' : undefined);
  return reference === undefined ? undefined : readSecret(reference, environment, `the model ${settings.model}`);
}

/** Whether any purpose is served by the practice model, whose data is for practice only. */
export function usesPracticeModel(models: RunConfig['models']): boolean {
  return Object.values(models).some(
    (settings) => settings !== undefined && parseModelName(settings.model).provider === 'practice',
  );
}

/** @throws ImaginariumError `config/practice-model` when the practice model would meet tools that it does not know */
export function refusePracticeWithOwnTools(config: RunConfig): void {
  const own = config.tools.find(({ from }) => parseToolSource(from).kind !== 'toolbox');
  if (own && usesPracticeModel(config.models))
    throw new ImaginariumError({
      code: 'config/practice-model',
      message: `The practice model knows the bundled toolbox only, not the tools of ${own.from}.`,
      hint: 'Name a model under models.default, for example openai:gpt-5-mini or openai:qwen3@http://127.0.0.1:11434/v1',
    });
}
