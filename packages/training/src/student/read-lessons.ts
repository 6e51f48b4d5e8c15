import {
  ImaginariumError,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { encodeQuery } from './encode-query.ts';
import type { Lesson } from './lesson.ts';
import { nextTurn } from './next-turn.ts';

/** What makes a record unusable: where, and what to do. */
export interface RecordProblem {
  /** For example `messages[1].tool_calls[0].function.arguments`. */
  readonly field: string;
  readonly problem: string;
  readonly hint: string;
}

/**
 * Reads a JSONL file in OpenAI's fine-tuning format (`messages`, `tools`) into lessons.
 * @throws ImaginariumError `input/malformed-record` with line, field and hint; `input/malformed` for a line that is no JSON;
 * `input/empty`; `input/not-found`; the signal's reason
 */
export async function readLessons(path: string, signal?: AbortSignal): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  let line = 0;
  const definitions = new Map<string, ToolDefinition>();
  for await (const row of readJsonl(path)) {
    line++;
    if (line % 16 === 0) await nextTurn(signal);
    const read = lessonsOf(row, line, definitions);
    if ('problem' in read) throw problemError(path, line, read);
    lessons.push(...read.lessons);
  }
  if (lessons.length === 0) {
    throw new ImaginariumError({
      code: 'input/empty',
      message: `${path} holds no record that teaches anything.`,
      hint: 'Give a JSONL file whose lines have messages that end with the assistant.',
    });
  }
  return lessons;
}

function problemError(path: string, line: number, { field, problem, hint }: RecordProblem): ImaginariumError {
  return new ImaginariumError({
    code: 'input/malformed-record',
    message: `${path}:${line} ${field}: ${problem}.`,
    hint,
  });
}

/** The lessons of one record. An assistant's message with several calls teaches its first; one with `weight` 0 teaches nothing. */
export function lessonsOf(
  row: unknown,
  line: number,
  definitions: Map<string, ToolDefinition> = new Map(),
): { readonly lessons: Lesson[] } | RecordProblem {
  if (!isJsonObject(row))
    return { field: 'line', problem: 'it is not an object', hint: 'Write one JSON object a line.' };
  if ('input' in row || 'chosen' in row) {
    return {
      field: 'input' in row ? 'input' : 'chosen',
      problem: 'this is a preference record',
      hint: 'The student trains on supervised records with messages.',
    };
  }
  const { messages } = row;
  if (!Array.isArray(messages) || messages.length === 0) {
    return { field: 'messages', problem: 'there are none', hint: 'Give a list of messages: user, then assistant.' };
  }
  const offered = readTools(row.tools, definitions);
  if (offered !== null && 'problem' in offered) return offered;
  const lessons: Lesson[] = [];
  let query: string | undefined;
  for (const [at, message] of messages.entries()) {
    if (!isJsonObject(message)) {
      return { field: `messages[${at}]`, problem: 'it is not an object', hint: 'A message is {role, content}.' };
    }
    if (message.role === 'user') {
      if (typeof message.content !== 'string') {
        return { field: `messages[${at}].content`, problem: 'it is not a text', hint: 'The student reads text only.' };
      }
      query = message.content;
    }
    if (message.role !== 'assistant' || message.weight === 0 || query === undefined) continue;
    if (isJsonObject(messages[at - 1]) && (messages[at - 1] as JsonObject).role === 'tool') continue;
    const read = readDecision(messages, at);
    if ('problem' in read) return read;
    lessons.push({ line, query: encodeQuery(query), offered, ...read });
  }
  if (lessons.length === 0) {
    return {
      field: 'messages',
      problem: 'no message of the assistant answers one of the user',
      hint: 'A record ends with what the model shall learn to say.',
    };
  }
  return { lessons };
}

function readDecision(
  messages: readonly JsonValue[],
  at: number,
): Pick<Lesson, 'call' | 'observation' | 'answer'> | RecordProblem {
  const message = messages[at] as JsonObject;
  if (message.tool_calls === undefined) {
    if (typeof message.content !== 'string') {
      return {
        field: `messages[${at}].content`,
        problem: 'there is neither text nor a call',
        hint: 'An assistant message has content or tool_calls.',
      };
    }
    return { call: null, observation: null, answer: message.content };
  }
  const [first] = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const called = isJsonObject(first) && isJsonObject(first.function) ? first.function : undefined;
  const field = `messages[${at}].tool_calls[0].function`;
  if (called === undefined || typeof called.name !== 'string') {
    return { field, problem: 'there is no name', hint: 'A call is {id, type, function: {name, arguments}}.' };
  }
  const args = readArguments(called.arguments);
  if (args === undefined) {
    return { field: `${field}.arguments`, problem: 'it is not the JSON text of an object', hint: 'Write {} for none.' };
  }
  const [result, answer] = [messages[at + 1], messages[at + 2]];
  return {
    call: { tool: called.name, arguments: args },
    observation: isJsonObject(result) && result.role === 'tool' ? contentOf(result) : null,
    answer: isJsonObject(answer) && answer.role === 'assistant' ? contentOf(answer) : null,
  };
}

function contentOf({ content }: JsonObject): string | null {
  return typeof content === 'string' ? content : null;
}

function readArguments(text: JsonValue | undefined): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const args: unknown = JSON.parse(text);
    return isJsonObject(args) ? args : undefined;
  } catch {
    return undefined;
  }
}

function readTools(
  tools: JsonValue | undefined,
  definitions: Map<string, ToolDefinition>,
): ToolDefinition[] | null | RecordProblem {
  if (tools === undefined || (Array.isArray(tools) && tools.length === 0)) return null;
  if (!Array.isArray(tools))
    return { field: 'tools', problem: 'it is not a list', hint: 'Leave it out where there are none.' };
  const read: ToolDefinition[] = [];
  for (const [at, tool] of tools.entries()) {
    const described = isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : undefined;
    if (described === undefined || typeof described.name !== 'string') {
      return {
        field: `tools[${at}].function.name`,
        problem: 'there is none',
        hint: 'A tool is {type: "function", function: {name, description, parameters}}.',
      };
    }
    const key = JSON.stringify(described);
    let definition = definitions.get(key);
    if (definition === undefined) {
      const { name, description, parameters } = described;
      definition = {
        name,
        description: typeof description === 'string' ? description : '',
        parameters: isJsonObject(parameters) ? parameters : {},
      };
      definitions.set(key, definition);
    }
    read.push(definition);
  }
  return read;
}
