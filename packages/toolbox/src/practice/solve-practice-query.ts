import {
  type ChatRequest,
  isJsonObject,
  type JsonObject,
  type Message,
  type Random,
  type ToolCall,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { ungrounded, writeAnswer } from './answer-practice-query.ts';
import { drawQuery } from './imagine-practice-query.ts';
import type { QueryMatch } from './match-query.ts';
import { answerNoCall } from './no-call-answer.ts';
import { chance, type PracticeKnowledge } from './practice-knowledge.ts';
import { readConversation, readObservation } from './read-observation.ts';

/** What the stand-in says in its turn: a call, or words. */
export type PracticeTurn = { readonly content: string } | { readonly call: ToolCall };

const FIRST_MISTAKE = 0.45;
/** Once the history shows a call of the tool that worked, its format is known. */
const MISTAKE_AFTER_SUCCESS = 0.05;
const REPAIR = 0.9;
/** Of the failed calls that it does not repair, those after which it gives up. */
const GIVE_UP = 0.5;
const PATIENCE = 4;

/** The next turn of a conversation with tools: first call, repair, or final answer. */
export function solvePracticeQuery(
  request: ChatRequest,
  { knowledge, random }: { knowledge: PracticeKnowledge; random: Random },
): PracticeTurn {
  const offered = new Set((request.tools ?? []).map(({ name }) => name).filter((name) => knowledge.tools.has(name)));
  const conversation = readConversation(request.messages);
  const query = conversation?.query ?? '';
  const turns = conversation?.turns ?? [];
  const calls = turns.flatMap((turn) => (turn.role === 'assistant' ? (turn.toolCalls ?? []) : []));
  const observed = turns.findLast((turn) => turn.role === 'tool');
  const match = request.toolChoice === 'none' ? undefined : knowledge.match(query, offered);
  const caller: Caller = { knowledge, offered, definitions: request.tools ?? [], random, ordinal: calls.length };

  if (observed) {
    const reading = readObservation(observed.content);
    if (reading.state === 'withheld') return { content: ungrounded(match, random) };
    if (reading.state === 'ok') return { content: writeAnswer(match, observed.name, reading.value, random) };
    if (!match || calls.length >= PATIENCE) return { content: giveUp(reading.text) };
    if (chance(random, REPAIR)) return { call: rightCall(match, caller) };
    return chance(random, GIVE_UP) ? { content: giveUp(reading.text) } : { call: mistakenCall(match, caller) };
  }
  if (!match) return noCallTurn(query, caller);
  const rate = hasSucceeded(conversation?.history ?? [], match.scenario.tool) ? MISTAKE_AFTER_SUCCESS : FIRST_MISTAKE;
  return { call: chance(random, rate) ? mistakenCall(match, caller) : rightCall(match, caller) };
}

interface Caller {
  readonly knowledge: PracticeKnowledge;
  readonly offered: ReadonlySet<string>;
  readonly definitions: readonly ToolDefinition[];
  readonly random: Random;
  readonly ordinal: number;
}

function rightCall({ scenario, slots }: QueryMatch, caller: Caller): ToolCall {
  const args = scenario.arguments(slots);
  return writeCall(scenario.tool, chance(caller.random, 0.04) ? overreach(scenario.tool, args, caller) : args, caller);
}

/** Sets an optional number that nobody asked for, where the tool has one: the call works, but is not grounded. */
function overreach(tool: string, args: JsonObject, { definitions, random }: Caller): JsonObject {
  const properties = definitions.find(({ name }) => name === tool)?.parameters.properties;
  if (!isJsonObject(properties)) return args;
  for (const [name, schema] of Object.entries(properties)) {
    if (name in args || !isJsonObject(schema) || !/^(?:integer|number)$/.test(String(schema.type))) continue;
    const [low, high] = [Number(schema.minimum ?? 1), Number(schema.maximum ?? 10)];
    return { ...args, [name]: low + random.int(Math.min(high - low, 20)) };
  }
  return args;
}

function mistakenCall({ scenario, slots }: QueryMatch, caller: Caller): ToolCall {
  const { knowledge, random } = caller;
  const right = scenario.arguments(slots);
  if (chance(random, 0.08)) return brokenCall(scenario.tool, right, caller);
  const siblings = knowledge.siblingsOf(scenario.tool);
  if (chance(random, 0.06)) {
    return writeCall(siblings.length > 0 ? random.pick(siblings) : `get_${scenario.tool}`, right, caller);
  }
  if (scenario.mistakes.length === 0) return writeCall(scenario.tool, right, caller);
  return writeCall(scenario.tool, random.pick(scenario.mistakes).arguments(slots), caller);
}

function writeCall(name: string, args: JsonObject, caller: Caller): ToolCall {
  return { id: callId(caller), name, arguments: args, argumentsText: JSON.stringify(args) };
}

/** Arguments that stop in the middle, as when a model forgets the closing brace. */
function brokenCall(name: string, args: JsonObject, caller: Caller): ToolCall {
  const text = JSON.stringify(args);
  return {
    id: callId(caller),
    name,
    arguments: null,
    argumentsText: text.slice(0, -1),
    parseError: 'The arguments are not valid JSON: the object is not closed.',
  };
}

function callId({ random, ordinal }: Caller): string {
  return `call_${ordinal}_${random.int(0x1000000).toString(16).padStart(6, '0')}`;
}

function giveUp(error: string): string {
  return `I could not get this done: ${error}`;
}

function hasSucceeded(history: readonly Message[], tool: string): boolean {
  return history.some(
    (message) => message.role === 'tool' && message.name === tool && readObservation(message.content).state === 'ok',
  );
}

/** A query that none of the offered tools serves: it says so, or sometimes calls one of them all the same. */
function noCallTurn(query: string, caller: Caller): PracticeTurn {
  const { knowledge, offered, random } = caller;
  if (offered.size > 0 && chance(random, 0.1)) {
    const tool = random.pick([...offered]);
    const known = knowledge.scenariosOf(tool);
    const match = knowledge.match(drawQuery(known, random), new Set([tool]));
    if (match) return { call: rightCall(match, caller) };
  }
  return { content: answerNoCall(query, random) };
}
