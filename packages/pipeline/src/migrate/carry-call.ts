import type { Message, ToolCall } from '@imaginarium/contracts';
import { type ArgumentRename, renameArguments, splitPath } from './argument-places.ts';
import type { CarriedTool } from './migration.ts';

type Carried = ReadonlyMap<string, CarriedTool>;

/** A call under the new names. What was written stays letter by letter where no argument is called otherwise. */
export function carryCall(call: ToolCall, carried: Carried): ToolCall {
  const tool = carried.get(call.name);
  if (tool === undefined) return call;
  const named = { ...call, name: tool.is.name };
  if (tool.renames.length === 0) return named;
  if (call.arguments === null) return { ...named, argumentsText: renameInText(call.argumentsText, tool.renames) };
  const args = renameArguments(call.arguments, tool.renames);
  return { ...named, arguments: args, argumentsText: JSON.stringify(args) };
}

/** Messages under the new names: calls, whose answer is whose, and thoughts beside calls. What tools and answers say stays. */
export function carryMessages(messages: readonly Message[], carried: Carried): Message[] {
  return messages.map((message) => {
    if (message.role === 'tool') return { ...message, name: carried.get(message.name)?.is.name ?? message.name };
    if (message.role !== 'assistant' || message.toolCalls === undefined) return message;
    const calls = message.toolCalls.map((call) => carryCall(call, carried));
    return { ...message, content: renameInThought(message.content, carried), toolCalls: calls };
  });
}

/** Names that only a program has; a plain word (`define`) may mean just that. */
function renameInThought(thought: string, carried: Carried): string {
  return thought.replace(/[\w-]+/g, (word) =>
    /^[A-Za-z]?[a-z]+$/.test(word) ? word : (carried.get(word)?.is.name ?? word),
  );
}

/** Names of arguments in a text that could not be read: wherever one stands as a key, since no place is known. */
function renameInText(text: string, renames: readonly ArgumentRename[]): string {
  return renames.reduce((renamed, { from, path }) => {
    const key = JSON.stringify(splitPath(from).name).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return renamed.replace(new RegExp(`${key}(?=\\s*:)`, 'g'), () => JSON.stringify(splitPath(path).name));
  }, text);
}
