import { canonicalJson, type RepairPair, type SplitName } from '@imaginarium/contracts';
import type { GroundedCandidate } from './candidate.ts';
import { isGood } from './execution-filter.ts';

const REPAIRABLE = new Set(['unparsable-call', 'invalid-arguments', 'tool-error']);

/**
 * The rejected calls of one trial, each with the next good call of the same tool (method §6). Only trials that became
 * examples are asked: their split is known, so no pair leaks a test query. A call that failed and then succeeded
 * unchanged teaches nothing and makes no pair.
 */
export function repairPairs({ trial, tool, query }: GroundedCandidate, split: SplitName): RepairPair[] {
  const seen = new Set<string>();
  return trial.attempts.flatMap((rejected, at) => {
    const { failure } = rejected.observation;
    if (failure === undefined || !REPAIRABLE.has(failure)) return [];
    if (failure !== 'unparsable-call' && rejected.call.name !== tool.name) return [];
    const chosen = trial.attempts.slice(at + 1).find((attempt) => isGood(attempt, tool.name));
    if (chosen === undefined) return [];
    const written = canonicalJson([rejected.call.name, rejected.call.arguments ?? rejected.call.argumentsText]);
    if (seen.has(written) || written === canonicalJson([chosen.call.name, chosen.call.arguments])) return [];
    seen.add(written);
    return [
      {
        id: `${trial.id}#${at}`,
        tool: tool.name,
        toolVersion: tool.version,
        trialId: trial.id,
        seedId: trial.id,
        split,
        query,
        rejected,
        chosen,
      },
    ];
  });
}
