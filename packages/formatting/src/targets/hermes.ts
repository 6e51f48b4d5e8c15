import { isJsonObject, type JsonObject, type Message, type ToolDefinition } from '@imaginarium/contracts';
import { commonLosses, tidyConversation } from '../conversation.ts';
import { textColumns } from '../parquet-columns.ts';
import { pythonJson } from '../python-json.ts';
import { type ChatMlMessage, renderChatMl } from '../render-chatml.ts';
import type { EmitContext, Target } from '../target.ts';
import { checkKeys, checkLastIsAssistant } from '../wire-problems.ts';

const columns = textColumns('messages');
const CONTROL = /<\|im_(?:start|end)\|>/;

const toolTexts = new WeakMap<ToolDefinition, string>();

function toolText(tool: ToolDefinition): string {
  const known = toolTexts.get(tool);
  if (known !== undefined) return known;
  const { name, description, parameters } = tool;
  const made = toPython({ type: 'function', function: { name, description, parameters } });
  toolTexts.set(tool, made);
  return made;
}

function toPython(value: JsonObject): string {
  return pythonJson(JSON.stringify(value)) ?? '';
}

function systemText(own: string | undefined, tools: readonly ToolDefinition[]): string | undefined {
  if (tools.length === 0) return own;
  return [
    ...(own === undefined ? [] : [own, '']),
    'You can call functions. Their signatures stand between the <tools> marks, one JSON object a line:',
    '<tools>',
    ...tools.map(toolText),
    '</tools>',
    'To call one, answer with its name and arguments as a JSON object between <tool_call> marks:',
    '<tool_call>',
    '{"name": "the name", "arguments": {}}',
    '</tool_call>',
  ].join('\n');
}

function toMessages(messages: readonly Message[], context: EmitContext): JsonObject[] {
  const own = messages.find((message) => message.role === 'system')?.content;
  const system = systemText(own, context.tools);
  const turns = messages.filter((message) => message.role !== 'system').map(toTurn);
  return system === undefined ? turns : [{ role: 'system', content: system }, ...turns];
}

function toTurn(message: Message): JsonObject {
  if (message.role === 'tool') {
    const content = pythonJson(message.content) ?? JSON.stringify(message.content);
    const body = `{"name": ${JSON.stringify(message.name)}, "content": ${content}}`;
    return { role: 'tool', content: `<tool_response>\n${body}\n</tool_response>` };
  }
  if (message.role !== 'assistant' || message.toolCalls === undefined)
    return { role: message.role, content: message.content };
  const calls = message.toolCalls.map((call) => {
    const args = pythonJson(call.argumentsText) ?? JSON.stringify(call.argumentsText);
    return `<tool_call>\n{"name": ${JSON.stringify(call.name)}, "arguments": ${args}}\n</tool_call>`;
  });
  return { role: 'assistant', content: calls.join('\n') };
}

/** Hermes tool use over ChatML: tools in the system message, calls and results between marks, every turn plain text. */
export const hermes: Target = {
  name: 'hermes',
  emit: (example, context) => [
    { messages: toMessages(tidyConversation(example.id, example.messages, context.system), context) },
  ],
  emitGeneral: (messages) => [{ messages: toMessages(tidyConversation('general', messages), { tools: [] }) }],
  parquetColumns: { sft: columns, preference: [] },
  validate: (line) => {
    const problems: string[] = [];
    checkKeys(line, ['messages'], '', problems);
    checkLastIsAssistant(line.messages, 'messages', problems);
    const messages = Array.isArray(line.messages) ? line.messages : [];
    for (const [at, message] of messages.entries()) {
      const content = isJsonObject(message) ? message.content : undefined;
      if (typeof content !== 'string' || content === '') problems.push(`messages[${at}].content: it is not a text`);
      else {
        const token = CONTROL.exec(content)?.[0];
        if (token !== undefined) problems.push(`messages[${at}].content: holds the control token ${token}`);
      }
    }
    return problems;
  },
  losses: (example) => [...commonLosses(example), 'the call ids'],
  render: (line) => renderChatMl(line.messages as unknown as ChatMlMessage[]),
};
