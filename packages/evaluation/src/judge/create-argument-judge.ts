import {
  type ArgumentsMaterial,
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  canonicalJson,
  ImaginariumError,
  type JsonObject,
  type Message,
  readJsonReply,
  stopsRun,
} from '@imaginarium/contracts';
import { z } from 'zod';
import type { ArgumentJudge, ArgumentQuestion } from '../scorer.ts';
import { ARGUMENTS_SYSTEM, argumentsPrompt } from './arguments-prompt.ts';

const verdictSchema = z.object({ equivalent: z.boolean(), reason: z.string() });
const { $schema: _, ...VERDICT_SCHEMA } = z.toJSONSchema(verdictSchema) as JsonObject;

/** Asked once more when a reply cannot be read. */
const ATTEMPTS = 2;

/**
 * A model that decides whether arguments serve a query as well as the gold call's do. Equal arguments are right without a
 * call. A reply that cannot be read is asked for once more; then, and where the request is refused, the question stays
 * undecided (null): there is no default verdict. Asking is purpose `judge`, step `arguments`, at temperature 0. The place
 * holds the item's id, so that a journal answers for equal arguments of one item asked twice. Throws what stops a run.
 */
export function createArgumentJudge(model: ChatModel): ArgumentJudge {
  return async (question, options) => {
    if (canonicalJson(question.arguments) === canonicalJson(question.gold.arguments)) return true;
    let unread = '';
    for (let ordinal = 0; ordinal < ATTEMPTS; ordinal++) {
      const reply = await ask(model, {
        request: {
          purpose: 'judge',
          place: { tool: question.gold.tool, item: question.item.id, step: 'arguments', ordinal },
          messages: messagesFor(question, unread),
          temperature: 0,
          responseSchema: { name: 'arguments', schema: VERDICT_SCHEMA },
        },
        signal: options?.signal,
      });
      if (reply === null) return null;
      const reading = readJsonReply(reply.message.content, verdictSchema);
      if (reading.ok) return reading.value.equivalent;
      unread = `Your last reply could not be read (${reading.reason}). Reply with the JSON object alone.\n\n`;
    }
    return null;
  };
}

/** Null where this one request was refused or could not be answered. */
async function ask(
  model: ChatModel,
  { request, signal }: { readonly request: ChatRequest; readonly signal: AbortSignal | undefined },
): Promise<ChatReply | null> {
  try {
    return await model.complete(request, signal === undefined ? {} : { signal });
  } catch (thrown) {
    if (thrown instanceof ImaginariumError && !stopsRun(thrown)) return null;
    throw thrown;
  }
}

function messagesFor(question: ArgumentQuestion, before: string): Message[] {
  const { item, gold, tool } = question;
  const material: ArgumentsMaterial = {
    ...(tool && { tool: { name: tool.name, description: tool.description, parameters: tool.parameters } }),
    query: item.query,
    expected: gold.arguments,
    ...(gold.accepted && { accepted: gold.accepted }),
    actual: question.arguments,
  };
  return [
    { role: 'system', content: ARGUMENTS_SYSTEM },
    { role: 'user', content: before + argumentsPrompt(material) },
  ];
}
