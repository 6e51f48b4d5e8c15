import { isJsonObject, type JsonObject, type JsonValue, type Message } from '@imaginarium/contracts';
import { commonLosses, tidyConversation } from '../conversation.ts';
import { textColumns } from '../parquet-columns.ts';
import type { EmitContext, Line, Target } from '../target.ts';
import { toPreference } from '../wire-message.ts';
import { checkKeys } from '../wire-problems.ts';

const columns = {
  sft: textColumns('conversations', 'system', 'tools'),
  preference: textColumns('conversations', 'chosen', 'rejected', 'system', 'tools'),
};
const ODD = new Set(['human', 'observation']);
const EVEN = new Set(['gpt', 'function_call']);

/** LLaMA-Factory's turns: the results of one turn's calls are one observation. */
function toTurns(messages: readonly Message[]): JsonObject[] {
  const turns: JsonObject[] = [];
  for (const [at, message] of messages.entries()) {
    if (message.role === 'user') turns.push({ from: 'human', value: message.content });
    else if (message.role === 'assistant') turns.push(toAssistantTurn(message));
    else if (message.role === 'tool' && messages[at - 1]?.role !== 'tool')
      turns.push({ from: 'observation', value: observationAt(messages, at) });
  }
  return turns;
}

function observationAt(messages: readonly Message[], from: number): string {
  const after = messages.findIndex((message, at) => at > from && message.role !== 'tool');
  const results = messages.slice(from, after < 0 ? undefined : after).map((message) => message.content);
  return results.length === 1 ? (results[0] as string) : JSON.stringify(results);
}

function toAssistantTurn(message: Message & { role: 'assistant' }): JsonObject {
  if (message.toolCalls === undefined) return { from: 'gpt', value: message.content };
  const calls = message.toolCalls.map(({ name, arguments: args }) => ({ name, arguments: args }));
  return { from: 'function_call', value: JSON.stringify(calls.length === 1 ? calls[0] : calls) };
}

const toolTexts = new WeakMap<object, string>();

function besides(messages: readonly Message[], context: EmitContext): Line {
  const system = messages.find((message) => message.role === 'system')?.content;
  const definitions = context.tools.map((tool) => {
    const known = toolTexts.get(tool);
    if (known !== undefined) return known;
    const { name, description, parameters } = tool;
    const made = JSON.stringify({ name, description, parameters });
    toolTexts.set(tool, made);
    return made;
  });
  return {
    ...(system === undefined ? {} : { system }),
    ...(definitions.length === 0 ? {} : { tools: `[${definitions.join(',')}]` }),
  };
}

function toLine(messages: readonly Message[], context: EmitContext): Line {
  return { conversations: toTurns(messages), ...besides(messages, context) };
}

function checkTurns(turns: JsonValue | undefined, problems: string[]): void {
  if (!Array.isArray(turns) || turns.length === 0) {
    problems.push('conversations: there are no turns');
    return;
  }
  for (const [at, turn] of turns.entries()) {
    const from = isJsonObject(turn) ? turn.from : undefined;
    const expected = at % 2 === 0 ? ODD : EVEN;
    if (typeof from !== 'string' || !expected.has(from))
      problems.push(`conversations[${at}].from: ${JSON.stringify(from)} is not one of ${[...expected].join(', ')}`);
    checkValue(turn, `conversations[${at}]`, problems);
  }
}

function checkValue(turn: JsonValue | undefined, path: string, problems: string[]): void {
  const value = isJsonObject(turn) ? turn.value : undefined;
  if (typeof value !== 'string' || (value === '' && isJsonObject(turn) && turn.from !== 'observation'))
    problems.push(`${path}.value: it is not a text`);
  if (isJsonObject(turn) && turn.from === 'function_call' && typeof value === 'string' && !isCallText(value))
    problems.push(`${path}.value: it is not the JSON of a call`);
}

function isCallText(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return (Array.isArray(read) ? read : [read]).every((call) => isJsonObject(call) && typeof call.name === 'string');
  } catch {
    return false;
  }
}

/** LLaMA-Factory's ShareGPT format: human or observation at odd places, gpt or function_call at even ones, strictly. */
export const sharegpt: Target = {
  name: 'sharegpt',
  unsupported: ({ messages }) => {
    const turns = toTurns(messages);
    const broken = turns.findIndex((turn, at) => !(at % 2 === 0 ? ODD : EVEN).has(String(turn.from)));
    if (broken >= 0) return `turn ${broken + 1} breaks the strict order of turns`;
    return turns.length % 2 === 0 ? undefined : 'the conversation does not end with the assistant';
  },
  emit: (example, context) => [toLine(tidyConversation(example.id, example.messages, context.system), context)],
  emitGeneral: (messages) => [toLine(tidyConversation('general', messages), { tools: [] })],
  emitPreference: (pair, context): Line | { readonly refused: string } => {
    if (pair.rejected.call.arguments === null || pair.chosen.call.arguments === null)
      return { refused: 'the arguments of a call do not parse: a function_call is JSON' };
    const { prompt, chosen, rejected } = toPreference(pair, context.system);
    return {
      conversations: toTurns(prompt),
      chosen: toAssistantTurn(chosen),
      rejected: toAssistantTurn(rejected),
      ...besides(prompt, context),
    };
  },
  parquetColumns: columns,
  validate: (line) => {
    const problems: string[] = [];
    checkKeys(line, ['conversations', 'chosen', 'rejected', 'system', 'tools'], '', problems);
    checkTurns(line.conversations, problems);
    if ('chosen' in line) {
      checkValue(line.chosen, 'chosen', problems);
      checkValue(line.rejected, 'rejected', problems);
    } else if (Array.isArray(line.conversations) && line.conversations.length % 2 !== 0)
      problems.push('conversations: the last turn is not the assistant’s');
    if (line.tools !== undefined && typeof line.tools !== 'string') problems.push('tools: it is not a JSON text');
    return problems;
  },
  losses: (example) => [...commonLosses(example), 'the call ids', 'the name of the tool beside its result'],
};
