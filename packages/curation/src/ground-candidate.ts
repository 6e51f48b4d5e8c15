import type { Removal } from '@imaginarium/contracts';
import { askGrounding } from './ask-grounding.ts';
import type { GroundedCandidate, JudgedCandidate } from './candidate.ts';
import type { CurationConfig } from './curation-config.ts';
import { type GroundedLeaf, groundArguments } from './ground-arguments.ts';
import type { RowModel } from './row-model.ts';
import { readWording } from './wording.ts';

/**
 * Grounds every argument of a candidate's call, asking the judge about what rules cannot derive, choices and booleans
 * among them. A candidate with an argument from nowhere is removed; with grounding switched off it stays, and its groundings
 * serve the slot check only. Where the judge may not be asked, a choice that no words state stays as `choice`, unproven.
 */
export async function groundCandidate(
  candidate: JudgedCandidate,
  { config, judge }: { readonly config: CurationConfig; readonly judge: RowModel },
): Promise<GroundedCandidate | Removal> {
  const { trial, tool, solution, earlier } = candidate;
  const grounding = groundArguments(solution.call.arguments, {
    query: readWording(candidate.query),
    earlier,
    parameters: tool.parameters,
  });
  const isOpen = ({ from }: GroundedLeaf) => from === 'none' || (from === 'choice' && config.grounding.askJudge);
  const open = grounding.filter(isOpen);
  if (!config.grounding.enabled || open.length === 0) return { ...candidate, grounding };
  const removal = (leaves: readonly GroundedLeaf[], detail: string): Removal => ({
    stage: 'grounding',
    id: trial.id,
    tool: tool.name,
    query: candidate.query,
    reason: `underivable: ${leaves.map(({ leaf }) => `${leaf.path} = ${JSON.stringify(leaf.value)}`).join(', ')}${detail}`,
  });
  if (!config.grounding.askJudge) return removal(open, '');
  const answer = await askGrounding(
    {
      tool,
      query: candidate.query,
      arguments: solution.call.arguments,
      leaves: open,
      place: {
        tool: tool.name,
        episode: trial.episode,
        trial: trial.trial,
        item: trial.id,
        step: 'grounding',
        ordinal: 0,
      },
    },
    { model: judge, attempts: config.judge.attempts },
  );
  if (!answer.ok) return removal(open, ` (${answer.reason})`);
  const invented = open.filter((_, at) => !answer.value[at]);
  if (invented.length > 0) return removal(invented, ' (judge)');
  return {
    ...candidate,
    grounding: grounding.map((leaf) => (isOpen(leaf) ? { ...leaf, from: 'judge' } : leaf)),
  };
}
