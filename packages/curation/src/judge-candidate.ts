import type { Removal } from '@imaginarium/contracts';
import type { Candidate, JudgedCandidate } from './candidate.ts';
import type { CurationConfig } from './curation-config.ts';
import { judgementReason, judgeTrial } from './judge-trial.ts';
import type { RowModel } from './row-model.ts';

/** The judge filter on one candidate: all three answers must be yes, and an unreadable judge removes the row. */
export async function judgeCandidate(
  candidate: Candidate,
  { config, judge }: { readonly config: CurationConfig; readonly judge: RowModel },
): Promise<JudgedCandidate | Removal> {
  if (!config.judge.enabled) return { ...candidate, judgement: null };
  const answer = await judgeTrial(candidate, { model: judge, attempts: config.judge.attempts });
  const reason = answer.ok ? judgementReason(answer.value) : answer.reason;
  const { trial, tool, query } = candidate;
  if (reason !== undefined) return { stage: 'judge', id: trial.id, tool: tool.name, query, reason };
  return { ...candidate, judgement: answer.ok ? answer.value : null };
}
