import { foldSystem, type JsonObject, type Message, NORMAL_MODE, TOOL_MODE } from '@imaginarium/contracts';
import { assistantTurns, commonLosses, tidyConversation } from '../conversation.ts';
import { textColumns } from '../parquet-columns.ts';
import { type MistralMessage, renderMistralV3 } from '../render-mistral.ts';
import type { EmitContext, Line, Target } from '../target.ts';
import { checkKeys, checkLastIsAssistant, checkMessages, type WireRules } from '../wire-problems.ts';

/** The token that is added to the vocabulary for a tool (method §2). */
export function toolToken(name: string): string {
  return `<tool_${name}>`;
}

const columns = textColumns('prompt', 'completion');
const rules: WireRules = {
  arguments: 'text',
  keys: { system: ['role', 'content'], user: ['role', 'content'], assistant: ['role', 'content'], tool: [] },
};

function toText(message: Message): JsonObject {
  if (message.role === 'tool') return { role: 'user', content: `Observation: ${message.content}` };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  const call = message.toolCalls?.[0];
  if (call === undefined) return { role: 'assistant', content: `Final Answer: ${message.content}` };
  return { role: 'assistant', content: `Action: ${toolToken(call.name)}\nAction Input: ${call.argumentsText}` };
}

function toLines(messages: readonly Message[], context: EmitContext, toMessage: (message: Message) => JsonObject) {
  const placed = context.foldSystem === false ? messages : foldSystem(messages);
  return [...assistantTurns(placed)].map(
    ({ before, turn }): Line => ({ prompt: before.map(toMessage), completion: [toMessage(turn)] }),
  );
}

/**
 * The records of the paper (method §2): no tool documentation; a first record whose completion is the call, named by
 * the tool's own token, a second one whose completion is the answer after the observation. General records stand in
 * normal mode. Rows are TRL's prompt and completion, conversational.
 */
export const ste: Target = {
  name: 'ste',
  addedTokens: (tools) => tools.map(({ name }) => toolToken(name)),
  unsupported: ({ messages }) =>
    messages.some((message) => message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 1)
      ? 'several calls in one turn cannot be said as one Action'
      : undefined,
  emit: (example, context) => {
    const system = [context.system, TOOL_MODE].filter((part) => part !== undefined).join('\n\n');
    return toLines(tidyConversation(example.id, example.messages, system), context, toText);
  },
  emitGeneral: (messages, context) => {
    const own = messages.find((message) => message.role === 'system')?.content;
    const system = [own, NORMAL_MODE].filter((part) => part !== undefined).join('\n\n');
    return toLines(tidyConversation('general', messages, system), context, (message) => ({
      role: message.role,
      content: message.content,
    }));
  },
  parquetColumns: { sft: columns, preference: [] },
  validate: (line) => {
    const problems: string[] = [];
    checkKeys(line, ['prompt', 'completion'], '', problems);
    checkMessages(line.prompt, rules, 'prompt', undefined, problems);
    checkMessages(line.completion, rules, 'completion', undefined, problems);
    checkLastIsAssistant(line.completion, 'completion', problems);
    return problems;
  },
  losses: (example) => [...commonLosses(example), 'the tool definitions', 'the call ids', 'the tool role'],
  render: (line) => renderMistralV3({ messages: [line.prompt, line.completion].flat() as unknown as MistralMessage[] }),
};
