import {
  canonicalJson,
  type ExecutionScore,
  type Executor,
  type GoldCall,
  isPassingFailure,
  type JsonObject,
  type Observation,
  type Place,
  type Prediction,
  type PredictionHeader,
} from '@imaginarium/contracts';
import type { ExecutionCheck } from '../score/evaluate-predictions.ts';
import { metricOf } from '../score/metric-of.ts';
import type { ScoreOptions } from '../scorer.ts';
import { readCalls } from '../strict/read-calls.ts';
import { createToolNames } from '../tool-names.ts';
import { areSameObservations } from './compare-observations.ts';

export interface ExecutionCheckOptions {
  readonly header: Pick<PredictionHeader, 'protocol' | 'tools'>;
  /** Calls the real tools, or answers from recordings. Write tools are its policy's business. */
  readonly executor: Executor;
}

/** Why a prediction is not checked. */
export type Unchecked =
  | 'no call was made'
  | 'several calls are wanted'
  | 'the tool cannot be executed'
  | 'the call is not recorded'
  | 'a write was not allowed'
  | 'the tool was not really called'
  | 'the gold call fails'
  | 'the tool could not be reached';

type Outcome = 'same' | 'different' | { readonly unchecked: Unchecked };

/**
 * Checks predictions by what their calls bring back: the gold call and the first well-formed call of the reply run through
 * the executor at one place, so that a tool that draws at random draws the same, and the observations are compared. Another
 * tool that brings back the same is the same; a call that is refused or fails where the gold call does not is different.
 * Where the gold call cannot be run again, what was once observed of it (`gold.observation`) stands in. Items for which
 * no call is right are passed over. Keeps counters only, one pair a tool.
 */
export function createExecutionCheck({ header, executor }: ExecutionCheckOptions): ExecutionCheck {
  const names = createToolNames(header.tools);
  const byTool = new Map<string | null, { count: number; of: number }>();
  const unchecked: Record<string, number> = {};

  async function outcomeOf({ item, message }: Prediction, signal: AbortSignal | undefined): Promise<Outcome> {
    const [gold, another] = item.calls;
    if (gold === undefined || another !== undefined) return { unchecked: 'several calls are wanted' };
    const [call] = message === null ? [] : readCalls(message, header.protocol).calls;
    if (call === undefined) return { unchecked: 'no call was made' };
    const tool = names(call.name) ?? call.name;
    const run = (name: string, args: JsonObject) => {
      const place: Place = { tool: gold.tool, item: item.id, step: 'executed-check', ordinal: 0 };
      const toolCall = { id: 'call_0', name, arguments: args, argumentsText: JSON.stringify(args) };
      return executor.execute(toolCall, { place, ...(signal && { signal }) });
    };
    const expected = standIn(await run(gold.tool, gold.arguments), gold);
    const reason = whyUnchecked(expected);
    if (reason !== undefined) return { unchecked: reason };
    if (expected.status === 'error') return { unchecked: 'the gold call fails' };
    if (tool === gold.tool && canonicalJson(call.arguments) === canonicalJson(gold.arguments)) return 'same';
    const actual = await run(tool, call.arguments);
    const actualReason = whyUnchecked(actual);
    if (actualReason !== undefined) return { unchecked: actualReason };
    return areSameObservations(expected, actual) ? 'same' : 'different';
  }

  return {
    check: async (prediction: Prediction, options?: ScoreOptions) => {
      if (prediction.item.calls.length === 0) return;
      const outcome = await outcomeOf(prediction, options?.signal);
      if (typeof outcome === 'object') {
        unchecked[outcome.unchecked] = (unchecked[outcome.unchecked] ?? 0) + 1;
        return;
      }
      const counts = byTool.get(prediction.item.tool) ?? { count: 0, of: 0 };
      byTool.set(prediction.item.tool, counts);
      counts.of++;
      if (outcome === 'same') counts.count++;
    },
    score: (): ExecutionScore => ({ same: metricOf([...byTool.values()]), unchecked: { ...unchecked } }),
  };
}

function standIn(observed: Observation, { observation }: GoldCall): Observation {
  return observation !== undefined && whyUnchecked(observed) !== undefined ? observation : observed;
}

/** Undefined for an observation that the tool itself gave, or with which a call was refused for what is wrong with it. */
function whyUnchecked(observation: Observation): Unchecked | undefined {
  if (isPassingFailure(observation)) return 'the tool could not be reached';
  switch (observation.failure) {
    case 'not-executable':
      return 'the tool cannot be executed';
    case 'not-recorded':
      return 'the call is not recorded';
    case 'effect-denied':
      return 'a write was not allowed';
    case 'address-denied':
      return 'the tool could not be reached';
    default:
      return observation.origin === 'simulated' || observation.origin === 'dry-run'
        ? 'the tool was not really called'
        : undefined;
  }
}
