import type { ChatRequest, Random } from '@imaginarium/contracts';
import { chance } from './practice-knowledge.ts';
import { readConversation, readObservation } from './read-observation.ts';

/** Whether the last query was fulfilled, from the conversation alone; about 5% cannot be read. */
export function reflectOnPractice(request: ChatRequest, random: Random): string {
  // The last user message asks for the reflection.
  const turns = readConversation(request.messages, 1)?.turns.slice(0, -1) ?? [];
  const observed = turns.findLast((turn) => turn.role === 'tool');
  const last = turns.at(-1);
  const reading = observed && readObservation(observed.content);
  const answered = last?.role === 'assistant' && !last.toolCalls && last.content.trim() !== '';
  const solved = answered && reading?.state === 'ok';
  const reason = solved
    ? 'The tool answered and the answer passes it on.'
    : !answered
      ? 'No answer was given.'
      : reading?.state === 'error'
        ? 'The last call failed.'
        : 'No result of the tool was seen.';
  if (chance(random, 0.05)) return solved ? 'Yes, I believe that went well.' : '{"solved": no}';
  return JSON.stringify({ solved, reason });
}
