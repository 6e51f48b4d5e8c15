import type { Example, Message, SplitName } from '@imaginarium/contracts';
import { type GroundedCandidate, storedGrounding } from './candidate.ts';

/** The example of a kept trial; its id is the trial's. */
export function buildExample(candidate: GroundedCandidate, split: SplitName): Example {
  const { trial, tool, query, solution, answer, judgement, grounding } = candidate;
  return {
    id: trial.id,
    kind: 'call',
    tool: tool.name,
    toolVersion: tool.version,
    trialId: trial.id,
    paraphraseOf: null,
    seedId: trial.id,
    split,
    query,
    solution,
    answer,
    messages: callMessages(query, candidate),
    trace: trial.messages,
    origin: solution.observation.origin,
    judgement,
    grounding: storedGrounding(grounding),
    offered: null,
  };
}

/** The seed's example with its query reworded: `tool/0/3~1` is the first rewording of `tool/0/3`. */
export function buildParaphrase(seed: GroundedCandidate, query: string, ordinal: number): Example {
  return {
    ...buildExample(seed, 'train'),
    id: `${seed.trial.id}~${ordinal}`,
    paraphraseOf: seed.trial.id,
    query,
    messages: callMessages(query, seed),
    trace: [],
  };
}

/** Query, the one good call, its observation, the answer: what is trained, without the mistakes on the way. */
function callMessages(query: string, { solution, answer }: GroundedCandidate): Message[] {
  const call = { ...solution.call, id: 'call_0' };
  return [
    { role: 'user', content: query },
    { role: 'assistant', content: '', toolCalls: [call] },
    { role: 'tool', toolCallId: call.id, name: call.name, content: solution.observation.content },
    { role: 'assistant', content: answer },
  ];
}
