import type { Message } from '@imaginarium/contracts';
import { z } from 'zod';

/** A conversation without tools, for normal mode. */
export interface GeneralRecord {
  readonly id?: string | undefined;
  /** Ends with the assistant; no turn is empty. */
  readonly messages: Message[];
}

const text = z.string().nullish();
const id = z
  .union([z.string().min(1), z.int(), z.bigint()])
  .nullish()
  .catch(null);
/** What each format says, columns that are empty in Parquet being null. */
const rowSchemas = {
  messages: z.object({
    id,
    messages: z
      .array(z.object({ role: z.string(), content: z.unknown().optional(), tool_calls: z.unknown().optional() }))
      .min(1),
  }),
  conversations: z.object({
    id,
    system: text,
    conversations: z.array(z.object({ from: z.string(), value: z.unknown().optional() })).min(1),
  }),
  instruction: z.object({ id, system: text, instruction: z.string(), input: text, output: z.string() }),
};

/** Who speaks, by the names in use; calls and results of tools have others. */
const SPEAKERS: Readonly<Record<string, 'system' | 'user' | 'assistant'>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
};

interface Turn {
  readonly speaker: string;
  readonly content: unknown;
  readonly calls?: unknown;
}

/**
 * A row of a general data set as a record, or why it is none: `messages` ({role, content}), `conversations` (ShareGPT: {from, value}) or
 * `instruction`, `input` and `output` (Alpaca). A row with calls, with a turn that is empty or no text, without a query, or that
 * does not end with the assistant is none.
 */
export function toGeneralRecord(row: unknown): { readonly record: GeneralRecord } | { readonly skipped: string } {
  const read = readTurns(row);
  if (read === undefined) return { skipped: 'it has no messages, conversations, or instruction and output' };
  const messages: Message[] = [];
  for (const { speaker, content, calls } of read.turns) {
    const role = SPEAKERS[speaker.toLowerCase()];
    if (role === undefined) return { skipped: `a turn is of ${speaker}` };
    if (Array.isArray(calls) ? calls.length > 0 : calls !== undefined && calls !== null)
      return { skipped: 'it holds tool calls' };
    if (typeof content !== 'string') return { skipped: 'a turn is no text' };
    if (content.trim() === '') return { skipped: 'a turn is empty' };
    messages.push({ role, content });
  }
  if (!messages.some(({ role }) => role === 'user')) return { skipped: 'it has no query' };
  if (messages.at(-1)?.role !== 'assistant') return { skipped: 'it does not end with the assistant' };
  return { record: { ...(read.id === undefined ? {} : { id: read.id }), messages } };
}

function readTurns(row: unknown): { readonly id: string | undefined; readonly turns: Turn[] } | undefined {
  const idOf = (given: string | number | bigint | null | undefined) => (given == null ? undefined : String(given));
  const systemTurn = (system: string | null | undefined): Turn[] =>
    system == null || system.trim() === '' ? [] : [{ speaker: 'system', content: system }];
  const messages = rowSchemas.messages.safeParse(row).data;
  if (messages !== undefined)
    return {
      id: idOf(messages.id),
      turns: messages.messages.map(({ role, content, tool_calls: calls }) => ({ speaker: role, content, calls })),
    };
  const shared = rowSchemas.conversations.safeParse(row).data;
  if (shared !== undefined)
    return {
      id: idOf(shared.id),
      turns: [
        ...systemTurn(shared.system),
        ...shared.conversations.map(({ from, value }) => ({ speaker: from, content: value })),
      ],
    };
  const alpaca = rowSchemas.instruction.safeParse(row).data;
  if (alpaca === undefined) return undefined;
  const { instruction, input, output, system } = alpaca;
  const query = input == null || input.trim() === '' ? instruction : `${instruction}\n\n${input}`;
  return {
    id: idOf(alpaca.id),
    turns: [...systemTurn(system), { speaker: 'user', content: query }, { speaker: 'assistant', content: output }],
  };
}
