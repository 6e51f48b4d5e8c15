import {
  type ChatModel,
  type Clock,
  ImaginariumError,
  type Place,
  type Prediction,
  stopsRun,
  type TestItem,
  type TestTool,
} from '@imaginarium/contracts';
import type { Demonstrations } from '../demonstrations/create-demonstrations.ts';
import type { TestSet } from '../test-set/read-test-set.ts';
import type { ToolSet } from '../tool-set/create-tool-set.ts';
import { inCompletionOrder } from './in-completion-order.ts';
import type { Sampling } from './prediction-header.ts';
import type { Prompt } from './prompts/create-prompt.ts';

export interface PredictOptions {
  /** With native calls where the prompt's protocol is native; without a text protocol of its own where it is text. */
  readonly model: ChatModel;
  readonly testSet: Pick<TestSet, 'items'>;
  readonly prompt: Prompt;
  readonly toolSet: ToolSet;
  readonly demonstrations?: Demonstrations | undefined;
  readonly sampling?: Sampling;
  /** Times that each item is asked. @default 1 */
  readonly repetitions?: number;
  /** Whether a prediction is there already. @default none is */
  readonly skip?: (itemId: string, repetition: number) => boolean;
  /** Calls under way at once. @default 16 */
  readonly concurrency?: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  /**
   * What the journal says that a call took and cost, also when it was replayed.
   * @default what the clock says, waiting for limits and retries included, and no cost
   */
  readonly spendingOf?: (place: Place) => { readonly took: number; readonly cost: number | null } | undefined;
}

interface Question {
  readonly item: TestItem;
  readonly repetition: number;
}

/**
 * Asks a model every item of a test set, and gives its replies, unread, as they come. A request that the server refuses or
 * cannot answer is a prediction without a message.
 * @throws ImaginariumError `config/repetitions` · what ends a run (`stopsRun`), after the calls under way have come back
 */
export async function* predict(options: PredictOptions): AsyncGenerator<Prediction> {
  const { sampling, repetitions = 1, concurrency = 16 } = options;
  refuseRepetitions({ repetitions, temperature: sampling?.temperature });
  yield* inCompletionOrder(questions(options), concurrency, (question) => ask(question, options));
}

/** @throws ImaginariumError `config/repetitions` where several runs of an item would be one and the same */
export function refuseRepetitions(asked: {
  readonly repetitions: number;
  readonly temperature?: number | undefined;
}): void {
  if (asked.repetitions <= 1 || asked.temperature !== 0) return;
  throw new ImaginariumError({
    code: 'config/repetitions',
    message: `At temperature 0 the ${asked.repetitions} repetitions would measure the server's rounding, not the model.`,
    hint: 'Give a temperature above 0 (--temperature 0.7), or one repetition.',
  });
}

function* questions({ testSet, repetitions = 1, skip }: PredictOptions): Generator<Question> {
  for (let repetition = 0; repetition < repetitions; repetition++)
    for (const item of testSet.items) if (!skip?.(item.id, repetition)) yield { item, repetition };
}

async function ask({ item, repetition }: Question, options: PredictOptions): Promise<Prediction> {
  const { model, prompt, toolSet, demonstrations, sampling, signal, clock, spendingOf } = options;
  const call = signal && { signal };
  const tools = await toolSet.for(item, call);
  const shown = (await demonstrations?.for(item, call)) ?? [];
  const place = { item: item.id, step: 'predict', ordinal: repetition };
  const { seed, ...sampled } = sampling ?? {};
  const request = {
    purpose: 'predict' as const,
    place,
    ...prompt.render(item, tools, shown),
    ...sampled,
    ...(seed === undefined ? {} : { seed: seed + repetition }),
  };
  const row = { item, repetition, ...offered(item, tools, toolSet) };
  const begun = clock.now();
  try {
    const { message, finishReason, usage } = await model.complete(request, call);
    const { took, cost } = spendingOf?.(place) ?? { took: clock.now() - begun, cost: null };
    return { ...row, message, finishReason, usage, took, cost };
  } catch (thrown) {
    if (!(thrown instanceof ImaginariumError) || stopsRun(thrown)) throw thrown;
    const failure = { code: thrown.code, message: thrown.message };
    return { ...row, message: null, failure, finishReason: null, usage: null, took: null, cost: null };
  }
}

function offered(item: TestItem, tools: readonly TestTool[], { header }: ToolSet): Pick<Prediction, 'offered'> {
  const isItsOwn = header.size !== undefined || (header.kind === 'all' && item.offered !== undefined);
  return isItsOwn ? { offered: tools.map(({ name }) => name) } : {};
}
