import { foldSystem, isJsonObject, type JsonObject, type Message } from '@imaginarium/contracts';
import { assistantTurns, commonLosses, tidyConversation } from '../conversation.ts';
import { textColumns } from '../parquet-columns.ts';
import { type MistralMessage, renderMistralV3 } from '../render-mistral.ts';
import type { EmitContext, Line, Target } from '../target.ts';
import { toWireMessage, toWireTools, type WireForm } from '../wire-message.ts';
import { checkKeys, checkLastIsAssistant, checkMessages, checkTools, type WireRules } from '../wire-problems.ts';

const form: WireForm = { arguments: 'text', toolNames: true, emptyContent: false };
const columns = textColumns('messages', 'tools');
const rules: WireRules = {
  arguments: 'text',
  callId: /^[a-zA-Z0-9]{9}$/,
  keys: {
    system: ['role', 'content'],
    user: ['role', 'content'],
    assistant: ['role', 'content', 'tool_calls', 'weight'],
    tool: ['role', 'content', 'name', 'tool_call_id'],
  },
};

function toLines(messages: readonly Message[], context: EmitContext): Line[] {
  const tools: Line = context.tools.length === 0 ? {} : { tools: toWireTools(context.tools) };
  return [...assistantTurns(foldSystem(messages))].map(({ before, turn }) => ({
    messages: [...before, turn].map((message) => toWireMessage(message, form)),
    ...tools,
  }));
}

/**
 * Mistral-7B-Instruct v0.3: lines of mistral-finetune. With tools only the last assistant message is trained there, so
 * each assistant turn is a record of its own. The system text is folded into the first user turn, because the v0.3
 * template drops a system message when the conversation ends with the assistant; `tools` and `tool_calls` are left out
 * rather than empty.
 */
export const mistral: Target = {
  name: 'mistral',
  emit: (example, context) => toLines(tidyConversation(example.id, example.messages, context.system), context),
  emitGeneral: (messages) => toLines(tidyConversation('general', messages), { tools: [] }),
  parquetColumns: { sft: columns, preference: [] },
  validate: (line) => {
    const problems: string[] = [];
    checkKeys(line, ['messages', 'tools'], '', problems);
    checkMessages(line.messages, rules, 'messages', checkTools(line.tools, problems), problems);
    checkLastIsAssistant(line.messages, 'messages', problems);
    const first = Array.isArray(line.messages) ? line.messages[0] : undefined;
    if (isJsonObject(first) && first.role === 'system')
      problems.push('messages[0]: a system message is dropped by the v0.3 template: fold it into the user turn');
    return problems;
  },
  losses: (example) => [
    ...commonLosses(example),
    ...(example.messages.some((message) => message.role === 'system') ? ['the system role: its text is kept'] : []),
  ],
  render: (line) =>
    renderMistralV3({
      messages: line.messages as unknown as MistralMessage[],
      tools: line.tools as JsonObject[] | undefined,
    }),
};
