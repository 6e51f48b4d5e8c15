import type { ChatModel, Clock, JsonObject, PredictionHeader } from '@imaginarium/contracts';
import type { Demonstrations } from '../demonstrations/create-demonstrations.ts';
import type { TestSet } from '../test-set/read-test-set.ts';
import type { ToolSet } from '../tool-set/create-tool-set.ts';
import type { Prompt } from './prompts/create-prompt.ts';

export interface Sampling {
  /** From 0 to 2. @default the server's */
  readonly temperature?: number;
  /** @default the server's */
  readonly maxTokens?: number;
  /** Of the first repetition; each further one takes the next number. @default none is sent */
  readonly seed?: number;
}

export interface PredictionHeaderOptions {
  readonly name: string;
  readonly model: Pick<ChatModel, 'id'>;
  readonly testSet: TestSet;
  readonly prompt: Prompt;
  readonly toolSet: ToolSet;
  readonly demonstrations?: Demonstrations | undefined;
  readonly sampling?: Sampling;
  /** The server's own parameters. */
  readonly parameters?: JsonObject | undefined;
  /** @default 1 */
  readonly repetitions?: number;
  readonly clock: Clock;
}

/** First line of a predictions file. */
export function predictionHeader(options: PredictionHeaderOptions): PredictionHeader {
  const {
    name,
    model,
    testSet,
    prompt,
    toolSet,
    demonstrations,
    sampling,
    parameters,
    repetitions = 1,
    clock,
  } = options;
  const stop = prompt.render({ query: '' }, [], []).stop;
  return {
    kind: 'predictions',
    format: 1,
    name,
    model: model.id,
    protocol: prompt.protocol,
    toolNames: prompt.toolNames,
    prompt: prompt.header,
    parser: prompt.protocol === 'native' ? "the server's" : 'none: replies are kept as text',
    sampling: { ...sampling, ...(stop && { stop }), ...parameters },
    toolSet: toolSet.header,
    demonstrations: demonstrations?.header ?? null,
    repetitions,
    data: { source: testSet.source, hash: testSet.hash, items: testSet.items.length },
    tools: testSet.tools,
    createdAt: clock.now(),
  };
}
