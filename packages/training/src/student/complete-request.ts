import { type ChatReply, type Message, sha256, type ToolCall } from '@imaginarium/contracts';
import type { CompletionRequest } from '../local/trainer.ts';
import { writeAnswer } from './answer-pattern.ts';
import { encodeQuery } from './encode-query.ts';
import { predictCall } from './predict-call.ts';
import { BASE_MODEL, type LearnedReply, type Student } from './student.ts';
import { tokeniseQuery } from './tokenise-query.ts';

const NO_REPLY = 'No tool that I know serves this.';

/**
 * Answers a conversation: a call or a text for the last message of the user; after an observation, the final answer by the
 * pattern of the tool's training answers. Always the likeliest: temperature, seed and maxTokens change nothing.
 */
export function completeRequest(student: Student, request: CompletionRequest): ChatReply {
  const { messages } = request;
  const inputTokens = messages.reduce((sum, { content }) => sum + tokeniseQuery(content).length, 0);
  const reply = (content: string, call?: ToolCall): ChatReply => ({
    message: { role: 'assistant', content, ...(call === undefined ? {} : { toolCalls: [call] }) },
    finishReason: call === undefined ? 'stop' : 'tool-calls',
    usage: {
      inputTokens,
      outputTokens: tokeniseQuery(call === undefined ? content : `${call.name} ${call.argumentsText}`).length,
      isEstimated: false,
    },
    model: BASE_MODEL,
  });
  const last = messages.at(-1);
  if (last?.role === 'tool') {
    const call = callOf(messages, last.toolCallId);
    const tool = student.tools.find(({ name }) => name === call?.name);
    return reply(writeAnswer(tool?.answers ?? [], last.content, call?.arguments ?? {}));
  }
  const query = encodeQuery(messages.findLast(({ role }) => role === 'user')?.content ?? '');
  const predicted = predictCall(student, query, request.tools ?? null, request.toolChoice);
  if (predicted === null) return reply(nearestReply(student.replies, query.text));
  const argumentsText = JSON.stringify(predicted.arguments);
  const id = `call_${sha256(`${messages.length} ${query.text} ${predicted.tool} ${argumentsText}`).slice(0, 24)}`;
  return reply('', { id, name: predicted.tool, arguments: predicted.arguments, argumentsText });
}

function callOf(messages: readonly Message[], id: string): ToolCall | undefined {
  for (const message of messages) {
    if (message.role !== 'assistant') continue;
    const call = message.toolCalls?.find((one) => one.id === id);
    if (call !== undefined) return call;
  }
  return undefined;
}

/** The answer of the training query that shares most words (Jaccard). */
function nearestReply(replies: readonly LearnedReply[], query: string): string {
  const words = wordsOf(query);
  let best = { answer: NO_REPLY, likeness: 0 };
  for (const { query: other, answer } of replies) {
    const theirs = wordsOf(other);
    const shared = [...words].filter((word) => theirs.has(word)).length;
    const likeness = shared / (words.size + theirs.size - shared);
    if (likeness > best.likeness) best = { answer, likeness };
  }
  return best.answer;
}

function wordsOf(text: string): Set<string> {
  return new Set(tokeniseQuery(text).map(({ lower }) => lower));
}
