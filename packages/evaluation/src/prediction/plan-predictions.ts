import type { CallRange } from '@imaginarium/contracts';
import { estimateTokens } from '@imaginarium/models';
import type { TestSet } from '../test-set/read-test-set.ts';
import type { PredictOptions } from './predict.ts';

/** Tokens of the shortest call that is worth anything: a name and one argument. */
const SHORTEST_REPLY = 10;
/** Where no bound is sent. */
const LONGEST_REPLY = 2048;

export interface PredictionPlan {
  readonly calls: number;
  /** Estimated. Low and high differ where tools and demonstrations are chosen item by item: choosing may cost, so none is chosen here. */
  readonly inputTokens: CallRange;
  readonly outputTokens: CallRange;
}

/** What `predict` with the same options would ask: pure, without a call to the model or to an embedder. */
export function planPredictions(
  options: Pick<PredictOptions, 'prompt' | 'toolSet' | 'demonstrations' | 'sampling' | 'repetitions' | 'skip'> & {
    readonly testSet: Pick<TestSet, 'items' | 'tools'>;
  },
): PredictionPlan {
  const { testSet, prompt, toolSet, demonstrations, sampling, repetitions = 1, skip } = options;
  const empty = { query: '' };
  const tokens = (...parts: Parameters<typeof prompt.render>) => estimateTokens(prompt.render(...parts));
  const bySize = <T>(rows: readonly T[], measure: (row: T) => number) =>
    rows
      .map((row) => ({ row, size: measure(row) }))
      .sort((a, b) => a.size - b.size)
      .map(({ row }) => row);
  const tools = bySize(toolSet.header.kind === 'none' ? [] : testSet.tools, (tool) => tokens(empty, [tool], []));
  const examples = bySize(demonstrations?.pool ?? [], (example) => tokens(empty, [], [example]));
  const toolCount = Math.min(toolSet.header.size ?? tools.length, tools.length);
  const exampleCount = Math.min(demonstrations?.header.count ?? 0, examples.length);

  let calls = 0;
  let [low, high] = [0, 0];
  const least = tokens(empty, tools.slice(0, toolCount), examples.slice(0, exampleCount));
  const most = tokens(empty, tools.slice(tools.length - toolCount), examples.slice(examples.length - exampleCount));
  const none = tokens(empty, [], []);
  for (const item of testSet.items) {
    let asked = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) if (!skip?.(item.id, repetition)) asked++;
    const own = tokens(item, [], []) - none;
    calls += asked;
    low += asked * (least + own);
    high += asked * (most + own);
  }
  return {
    calls,
    inputTokens: { low, high },
    outputTokens: { low: calls * SHORTEST_REPLY, high: calls * (sampling?.maxTokens ?? LONGEST_REPLY) },
  };
}
