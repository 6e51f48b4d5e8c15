import {
  type ChatModel,
  canonicalJson,
  createRandom,
  type Journal,
  type JournalEntry,
  type Purpose,
} from '@imaginarium/contracts';
import {
  type Budget,
  createHuggingFaceModel,
  createOpenAIModel,
  parseModelName,
  withBudget,
  withJournal,
  withLimits,
  withRetry,
  withTextProtocol,
} from '@imaginarium/models';
import type { ModelConfig } from './config/model-config.ts';
import { type Environment, readSecret } from './environment.ts';
import { priceOf, type RunPurpose } from './run-purposes.ts';

export interface OpenModels<P extends Purpose = RunPurpose> {
  readonly forPurpose: (purpose: P) => ChatModel;
  /** Largest number of calls that may be under way at a time. */
  readonly concurrency: number;
  readonly secretValues: readonly string[];
}

export interface OpenModelsOptions<P extends Purpose> {
  readonly settings: Readonly<Record<P, ModelConfig>>;
  readonly seed: number;
  readonly environment: Environment;
  readonly journal: Journal;
  readonly budget: Budget;
  /** Told of every answer; a replay was paid before. */
  readonly onEntry?: (entry: JournalEntry, isReplay: boolean) => void;
}

/**
 * The models of a run, each behind its layers. From the outside in: the journal answers what was paid before, the budget
 * reserves, retries repeat what failed in passing, limits pace every attempt. Purposes of one configuration share one model
 * and so its limits.
 */
export function openModels<P extends Purpose>(options: OpenModelsOptions<P>): OpenModels<P> {
  const { seed, environment, journal, budget, onEntry } = options;
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
    const adapter = createAdapter(settings, key, seed);
    const limited = withLimits(adapter, {
      concurrency: settings.concurrency,
      requestsPerMinute: settings.requestsPerMinute,
      tokensPerMinute: settings.tokensPerMinute,
      clock,
    });
    const retried = withRetry(limited, {
      clock,
      random: createRandom(`retry/${seed}`),
      attempts: settings.attempts,
    });
    const budgeted = withBudget(retried, { budget, price });
    const model = withJournal(budgeted, {
      journal,
      clock,
      price,
      parameters: settings.parameters,
      seed,
      ...(onEntry ? { onEntry } : {}),
    });
    built.set(id, { model, settings });
    return model;
  };
  const purposes = Object.keys(options.settings) as P[];
  const chosen = new Map(purposes.map((purpose) => [purpose, build(options.settings[purpose])]));
  return {
    forPurpose: (purpose) => chosen.get(purpose) as ChatModel,
    concurrency: [...built.values()].reduce((sum, { settings }) => Math.max(sum, settings.concurrency), 1),
    secretValues,
  };
}

export function createAdapter(settings: ModelConfig, apiKey: string | undefined, seed: number): ChatModel {
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

/** The key that a model is asked with; undefined where it needs none. @throws ImaginariumError `secret/missing`, `config/model-name` */
export function readModelKey(
  settings: Pick<ModelConfig, 'model' | 'key'>,
  environment: Environment,
): string | undefined {
  const { provider, baseUrl } = parseModelName(settings.model);
  const reference =
    settings.key ??
    (provider === 'openai' && baseUrl === undefined ? 'env:OPENAI_API_KEY' : undefined) ??
    (provider === 'huggingface' && baseUrl === undefined ? 'env:HF_TOKEN' : undefined);
  return reference === undefined ? undefined : readSecret(reference, environment, `the model ${settings.model}`);
}
