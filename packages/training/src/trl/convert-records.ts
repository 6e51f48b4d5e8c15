import { foldSystem, ImaginariumError, type JsonObject, type Message } from '@imaginarium/contracts';
import { readJsonl, writeJsonl } from '@imaginarium/storage';
import type { z } from 'zod';
import type { TrainingOrder } from '../local/trainer.ts';
import { preferenceSchema, readMessages, supervisedSchema, withShortIds } from './wire-record.ts';

export interface ConvertOptions {
  readonly method: TrainingOrder['method'];
  readonly foldSystem: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Writes an uploaded file (JSONL, OpenAI's format) as the rows that TRL takes: prompt and completion, one row a trained message
 * of the assistant, or prompt, chosen and rejected. The loss is then on the completion with any chat template, while
 * `assistant_only_loss` on whole conversations needs generation marks, which Mistral's template lacks. Arguments are objects,
 * tools a JSON text (TRL documentation, Dataset formats).
 * A pair whose rejected call has arguments that do not parse is left out: TRL has no way to write it.
 * @throws ImaginariumError `input/malformed-record` with line and field; `input/malformed`; `input/empty`; `input/not-found`
 */
export async function convertRecords(
  from: string,
  to: string,
  options: ConvertOptions,
): Promise<{ readonly rows: number; readonly leftOut: number }> {
  const leftOut: number[] = [];
  const converted = convertedRows(from, options, leftOut);
  const { rows } = await writeJsonl(to, converted, options.signal ? { signal: options.signal } : {});
  if (rows > 0) return { rows, leftOut: leftOut.length };
  throw new ImaginariumError({
    code: 'input/empty',
    message: `${from} holds no message of the assistant to train on.`,
    hint: 'Give a JSONL file whose lines have messages that end with the assistant, not all of weight 0.',
  });
}

async function* convertedRows(from: string, options: ConvertOptions, leftOut: number[]): AsyncGenerator<JsonObject> {
  let line = 0;
  for await (const record of readJsonl(from)) {
    line++;
    if (options.method === 'dpo' && isUnwritable(record)) leftOut.push(line);
    else if (options.method === 'dpo') yield preferenceRow(check(preferenceSchema, record, from, line), options);
    else yield* supervisedRows(check(supervisedSchema, record, from, line), options, `${from}:${line}`);
  }
}

function* supervisedRows(
  { messages, tools }: z.infer<typeof supervisedSchema>,
  options: ConvertOptions,
  where: string,
): Generator<JsonObject> {
  const read = readMessages(messages);
  for (const [at, { message, isTrained }] of read.entries()) {
    if (!isTrained) continue;
    const before = read.slice(0, at).map((one) => one.message);
    if (!before.some(({ role }) => role === 'user')) {
      throw new ImaginariumError({
        code: 'input/malformed-record',
        message: `${where} messages[${at}]: the assistant answers before a user has asked.`,
        hint: 'Put a message of the user before it, or give it weight 0.',
      });
    }
    yield { prompt: toRows(before, options), completion: toRows([message], options), ...toolsColumn(tools) };
  }
}

function preferenceRow(
  { input, preferred_output, non_preferred_output }: z.infer<typeof preferenceSchema>,
  options: ConvertOptions,
): JsonObject {
  const names = new Map<string, string>();
  const part = (messages: typeof preferred_output) =>
    toRows(
      readMessages(messages, names).map(({ message }) => message),
      options,
    );
  return {
    prompt: part(input.messages),
    chosen: part(preferred_output),
    rejected: part(non_preferred_output),
    ...toolsColumn(input.tools),
  };
}

function isUnwritable(record: unknown): boolean {
  const { error } = preferenceSchema.safeParse(record);
  return error?.issues.every(({ path }) => path[0] === 'non_preferred_output' && path.at(-1) === 'arguments') ?? false;
}

function toRows(messages: readonly Message[], options: ConvertOptions): JsonObject[] {
  return withShortIds(options.foldSystem ? foldSystem(messages) : messages).map(toRow);
}

function toRow(message: Message): JsonObject {
  const { role, content } = message;
  if (role === 'tool') return { role, content, name: message.name, tool_call_id: message.toolCallId };
  if (role !== 'assistant' || message.toolCalls === undefined) return { role, content };
  return {
    role,
    content,
    tool_calls: message.toolCalls.map(({ id, name, arguments: args }) => ({
      id,
      type: 'function',
      function: { name, arguments: args },
    })),
  };
}

/** Absent rather than empty: templates render an empty list as an offer of no tools. */
function toolsColumn(tools: readonly object[] | undefined): JsonObject {
  return tools === undefined || tools.length === 0 ? {} : { tools: JSON.stringify(tools) };
}

function check<T>(schema: z.ZodType<T>, record: unknown, path: string, line: number): T {
  const checked = schema.safeParse(record);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field = issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  throw new ImaginariumError({
    code: 'input/malformed-record',
    message: `${path}:${line} ${field?.replace(/^\./, '') || 'line'}: ${issue?.message}.`,
    hint: 'Write the record as the fine-tuning API of OpenAI asks for it.',
  });
}
