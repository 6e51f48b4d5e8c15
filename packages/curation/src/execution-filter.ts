import type { Attempt, ObservationOrigin, Removal, ToolSpec, Trial } from '@imaginarium/contracts';
import type { Candidate } from './candidate.ts';

export interface ExecutionFilterResult {
  readonly kept: Candidate[];
  readonly removals: Removal[];
  /** Trials with a query and a final answer. */
  readonly finished: number;
}

/**
 * Keeps trials that finished and hold a call that was read, accepted and answered by the tool, from an allowed origin
 * (method §2). A trial made with another version of its tool is out of date and leaves too.
 */
export function filterByExecution(
  trials: readonly Trial[],
  tools: readonly ToolSpec[],
  allowOrigins: readonly ObservationOrigin[],
): ExecutionFilterResult {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const kept: Candidate[] = [];
  const removals: Removal[] = [];
  for (const trial of trials) {
    const outcome = checkTrial(trial, byName.get(trial.tool), allowOrigins);
    if (typeof outcome !== 'string') kept.push(outcome);
    else
      removals.push({ stage: 'execution', id: trial.id, tool: trial.tool, query: trial.query ?? '', reason: outcome });
  }
  return { kept, removals, finished: trials.filter(isFinished).length };
}

const isFinished = ({ outcome, query, answer }: Trial) =>
  outcome === 'finished' && query !== null && answer !== null && answer.trim() !== '';

function checkTrial(
  trial: Trial,
  tool: ToolSpec | undefined,
  allowOrigins: readonly ObservationOrigin[],
): Candidate | string {
  const { query, answer, attempts } = trial;
  if (tool === undefined) return 'its tool is not among the tools';
  if (tool.version !== trial.toolVersion) return 'it was made with another version of the tool';
  if (!isFinished(trial) || query === null || answer === null)
    return trial.outcome === 'finished' ? 'it holds no final answer' : `it did not finish: ${trial.outcome}`;
  const at = attempts.findLastIndex((attempt) => isGood(attempt, trial.tool));
  const solution = attempts[at];
  if (solution === undefined || solution.call.arguments === null) return noGoodCall(attempts, trial.tool);
  const { origin } = solution.observation;
  // A dry run was never executed: no configuration lets it through.
  if (origin === 'dry-run' || !allowOrigins.includes(origin)) return `the observation's origin is ${origin}`;
  return {
    trial,
    tool,
    query,
    solution: { ...solution, call: { ...solution.call, arguments: solution.call.arguments } },
    earlier: attempts.slice(0, at),
    answer,
  };
}

/** A call of the tool that was read and that the tool answered without failing. */
export function isGood({ call, observation }: Attempt, tool: string): boolean {
  return call.name === tool && call.arguments !== null && call.parseError === undefined && observation.status === 'ok';
}

function noGoodCall(attempts: readonly Attempt[], tool: string): string {
  if (attempts.length === 0) return 'it holds no call';
  const own = attempts.findLast(({ call }) => call.name === tool);
  if (own === undefined) return 'it never called its own tool';
  return `no call succeeded: ${own.observation.failure ?? own.call.parseError ?? 'error'}`;
}
