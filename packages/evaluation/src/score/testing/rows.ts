import type { DataProblem, Prediction, PredictionHeader, TestItem, Verdict } from '@imaginarium/contracts';
import type { OpenPredictions } from '../../predictions-file/open-predictions.ts';

/** An item that wants one call of its tool; without a tool, none. */
export function itemOf(id: string, tool: string | null, calls = tool === null ? 0 : 1): TestItem {
  return {
    id,
    query: `What about ${id}?`,
    calls: Array.from({ length: calls }, () => ({ tool: tool ?? '', arguments: { city: 'Oslo' } })),
    tool,
  };
}

/** A correct verdict on the item, but for what is given. */
export function verdictOf(item: TestItem, given: Partial<Verdict> = {}): Verdict {
  return {
    itemId: item.id,
    repetition: 0,
    profile: 'strict',
    tool: item.tool,
    isWellformed: true,
    isToolMatch: true,
    isCorrect: true,
    miss: null,
    calledTool: item.tool,
    decidedBy: item.tool === null ? null : 'comparison',
    ...given,
  };
}

export function predictionOf(item: TestItem, given: Partial<Prediction> = {}): Prediction {
  return {
    item,
    repetition: 0,
    message: { role: 'assistant', content: `Action: ${item.tool}` },
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 5, isEstimated: false },
    took: 100,
    cost: 0.01,
    ...given,
  };
}

export function openOf(
  rows: readonly Prediction[],
  header: Partial<PredictionHeader> = {},
  problems: readonly DataProblem[] = [],
): OpenPredictions {
  return {
    header: {
      kind: 'predictions',
      format: 1,
      name: 'sample',
      model: null,
      protocol: 'text',
      toolNames: 'legal',
      prompt: null,
      parser: 'text 1',
      sampling: null,
      toolSet: null,
      demonstrations: null,
      repetitions: 1,
      data: { source: 'sample', hash: 'aa', items: rows.length },
      tools: [],
      createdAt: 0,
      ...header,
    },
    async *rows() {
      yield* rows;
    },
    problems: () => [...problems],
    disputed: () => ({ applied: 2, dismissed: 1 }),
  };
}
