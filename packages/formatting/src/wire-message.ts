import type { JsonObject, Message, RepairPair, ToolCall, ToolDefinition } from '@imaginarium/contracts';
import { callId, tidyCall } from './conversation.ts';

export interface WireForm {
  /** OpenAI and mistral-finetune want a JSON text, TRL an object. */
  readonly arguments: 'text' | 'object';
  /** Chat templates read a tool message's name; OpenAI's schema has none. */
  readonly toolNames: boolean;
  /** Write `content: ""` beside calls, for templates that read it, or leave it out. */
  readonly emptyContent: boolean;
}

/** A canonical message in the `messages` shape of OpenAI's API, which most trainers share. */
export function toWireMessage(message: Message, form: WireForm): JsonObject {
  switch (message.role) {
    case 'assistant':
      if (message.toolCalls === undefined) return { role: 'assistant', content: message.content };
      return {
        role: 'assistant',
        ...(form.emptyContent ? { content: '' } : {}),
        tool_calls: message.toolCalls.map((call) => toWireCall(call, form)),
      };
    case 'tool':
      return {
        role: 'tool',
        ...(form.toolNames ? { name: message.name } : {}),
        tool_call_id: message.toolCallId,
        content: message.content,
      };
    default:
      return { role: message.role, content: message.content };
  }
}

function toWireCall(call: ToolCall, form: WireForm): JsonObject {
  const args = form.arguments === 'object' && call.arguments !== null ? call.arguments : call.argumentsText;
  return { id: call.id, type: 'function', function: { name: call.name, arguments: args } };
}

const wireTools = new WeakMap<ToolDefinition, JsonObject>();

/** Tool definitions as `{type: 'function', function: {name, description, parameters}}`; one object a definition, shared. */
export function toWireTools(tools: readonly ToolDefinition[]): JsonObject[] {
  return tools.map((tool) => {
    const known = wireTools.get(tool);
    if (known !== undefined) return known;
    const { name, description, parameters } = tool;
    const made = { type: 'function', function: { name, description, parameters } };
    wireTools.set(tool, made);
    return made;
  });
}

export interface PreferenceParts {
  readonly prompt: Message[];
  readonly chosen: Message & { role: 'assistant' };
  readonly rejected: Message & { role: 'assistant' };
}

/** A repair pair as prompt, chosen and rejected turn. Both calls carry the same id: only what differs may teach. */
export function toPreference(pair: RepairPair, system?: string): PreferenceParts {
  const id = callId(pair.id, 0);
  const turn = (call: ToolCall) => ({ role: 'assistant' as const, content: '', toolCalls: [tidyCall(call, id)] });
  return {
    prompt: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user' as const, content: pair.query.toWellFormed() },
    ],
    chosen: turn(pair.chosen.call),
    rejected: turn(pair.rejected.call),
  };
}
