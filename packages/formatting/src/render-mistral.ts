import type { JsonObject } from '@imaginarium/contracts';
import { pythonJson } from './python-json.ts';
import { buildRendering, type RenderingBuilder } from './rendering.ts';
import type { Rendering } from './target.ts';

export interface MistralCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface MistralMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string | null;
  readonly tool_calls?: readonly MistralCall[] | null;
  readonly tool_call_id?: string;
}

/**
 * A conversation as Mistral-7B-Instruct v0.3 reads it (tokenizer v3): tools and system text stand at the last user
 * turn, JSON is spelled as Python spells it, and after each control token stands the space that sentencepiece puts
 * there. Same text and ids as mistral-common's `InstructTokenizerV3`, neighbouring messages of one role joined.
 *
 * @param request.train which assistant turns the loss is taken on. @default 'last', as mistral-finetune does with tools
 */
export function renderMistralV3(request: {
  readonly messages: readonly MistralMessage[];
  readonly tools?: readonly JsonObject[] | undefined;
  readonly train?: 'last' | 'all';
}): Rendering {
  const system = request.messages.flatMap((message) =>
    message.role === 'system' && message.content ? [message.content] : [],
  );
  const messages = joinNeighbours(request.messages.filter((message) => message.role !== 'system'));
  const lastUser = messages.findLastIndex((message) => message.role === 'user');
  const lastAssistant = messages.findLastIndex((message) => message.role === 'assistant');
  const into = buildRendering();
  into.control('<s>');
  for (const [at, message] of messages.entries()) {
    if (message.role === 'user') {
      if (at === lastUser && request.tools?.length) {
        between(into, '[AVAILABLE_TOOLS]', `[${request.tools.map(pythonTool).join(', ')}]`, '[/AVAILABLE_TOOLS]');
      }
      const content = message.content ?? '';
      between(into, '[INST]', at === lastUser ? [...system, content].join('\n\n') : content, '[/INST]');
    } else if (message.role === 'tool') {
      const content = pythonValue(message.content || '{}');
      const result = `{"content": ${content}, "call_id": ${JSON.stringify(message.tool_call_id ?? '')}}`;
      between(into, '[TOOL_RESULTS]', result, '[/TOOL_RESULTS]');
    } else if (request.train === 'all' || at === lastAssistant) into.trained(() => renderAssistant(into, message));
    else renderAssistant(into, message);
  }
  return into.done();
}

function renderAssistant(into: RenderingBuilder, message: MistralMessage): void {
  if (message.tool_calls?.length) {
    const calls = message.tool_calls.map((call) => {
      const args = pythonValue(call.function.arguments || '{}');
      return `{"name": ${JSON.stringify(call.function.name)}, "arguments": ${args}, "id": ${JSON.stringify(call.id)}}`;
    });
    between(into, '[TOOL_CALLS]', `[${calls.join(', ')}]`, '</s>');
    return;
  }
  const content = (message.content ?? '').replace(/ +$/, '');
  if (content !== '') into.plain(` ${content}`);
  into.control('</s>');
}

function between(into: RenderingBuilder, open: string, text: string, close: string): void {
  into.control(open);
  if (text !== '') into.plain(` ${text}`);
  into.control(close);
}

/** Text that is JSON goes in as JSON, any other as a JSON string. */
function pythonValue(text: string): string {
  return pythonJson(text) ?? JSON.stringify(text);
}

const pythonTools = new WeakMap<JsonObject, string>();

function pythonTool(tool: JsonObject): string {
  const known = pythonTools.get(tool);
  if (known !== undefined) return known;
  const made = pythonJson(JSON.stringify(tool)) ?? '';
  pythonTools.set(tool, made);
  return made;
}

function joinNeighbours(messages: readonly MistralMessage[]): MistralMessage[] {
  const joined: MistralMessage[] = [];
  for (const message of messages) {
    const previous = joined.at(-1);
    if (previous === undefined || previous.role !== message.role || message.role === 'tool') joined.push(message);
    else {
      const content = [previous.content, message.content].filter((part) => part).join('\n\n');
      const calls = [...(previous.tool_calls ?? []), ...(message.tool_calls ?? [])];
      joined[joined.length - 1] = { role: message.role, content, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
    }
  }
  return joined[0]?.role === 'user' ? joined : [{ role: 'user', content: '' }, ...joined];
}
