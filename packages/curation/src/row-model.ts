import {
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  ImaginariumError,
  type JsonObject,
  readJsonReply,
} from '@imaginarium/contracts';
import { z } from 'zod';

/** What asking a model about one row gave: a value, or why there is none. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A model as rows use it: what fails for one row is data, what would fail for all stops the run. */
export interface RowModel {
  ask(request: ChatRequest): Promise<Answer<ChatReply>>;
}

/** After this many failures with no success between them the model, not the row, is at fault. */
const FAILURES_IN_A_ROW = 10;

/**
 * @throws ImaginariumError (from `ask`) whatever is not an `endpoint/…` error; `endpoint/quota`; and any endpoint error
 * at the tenth failure in a row
 */
export function createRowModel(model: ChatModel, signal?: AbortSignal): RowModel {
  let failures = 0;
  return {
    ask: async (request) => {
      try {
        const value = await model.complete(request, signal === undefined ? {} : { signal });
        failures = 0;
        return { ok: true, value };
      } catch (thrown) {
        const isOfRow =
          thrown instanceof ImaginariumError && thrown.category === 'endpoint' && thrown.code !== 'endpoint/quota';
        if (!isOfRow || ++failures >= FAILURES_IN_A_ROW) throw thrown;
        return { ok: false, reason: `the model could not be used: ${thrown.code}: ${thrown.message}` };
      }
    },
  };
}

export interface StructuredQuestion<T> {
  /** The place's ordinal is set here, one up for each time of asking. */
  readonly request: Omit<ChatRequest, 'messages' | 'responseSchema'>;
  readonly system: string;
  readonly user: string;
  /** Name and shape of the reply. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Times of asking in all, at least 1. */
  readonly attempts: number;
}

/** Asks for one JSON object and reads it strictly; asks again, saying what was wrong, when it cannot be read. Never guesses. */
export async function askStructured<T>(model: RowModel, question: StructuredQuestion<T>): Promise<Answer<T>> {
  const { $schema: _, ...schema } = z.toJSONSchema(question.schema) as JsonObject;
  let reason = '';
  for (let attempt = 0; attempt < question.attempts; attempt++) {
    const again =
      attempt === 0 ? '' : `Your last reply could not be read (${reason}). Reply with the JSON object alone.\n\n`;
    const { place } = question.request;
    const reply = await model.ask({
      ...question.request,
      place: { ...place, ordinal: place.ordinal + attempt },
      messages: [
        { role: 'system', content: question.system },
        { role: 'user', content: again + question.user },
      ],
      responseSchema: { name: question.name, schema },
    });
    if (!reply.ok) return reply;
    const reading = readJsonReply(reply.value.message.content, question.schema);
    if (reading.ok) return reading;
    reason = reading.reason;
  }
  return { ok: false, reason: `unreadable: ${reason}` };
}
