import { type Message, type Reflection, readJsonReply, reflectionSchema } from '@imaginarium/contracts';
import type { ExplorationContext, TrialPlace } from './exploration-context.ts';
import { REFLECT_PROMPT, reflectionJsonSchema } from './prompts/reflect-prompt.ts';
import { SOLVE_SYSTEM } from './prompts/solve-prompt.ts';

const ATTEMPTS = 2;

/** Asks the model whether it fulfilled the query (method §1, step 4). Null when no reply can be read: unknown is not success. */
export async function reflectOnTrial(
  { tool, models, config, signal }: ExplorationContext,
  place: TrialPlace,
  conversation: readonly Message[],
): Promise<Reflection | null> {
  for (let ordinal = 0; ordinal < ATTEMPTS; ordinal++) {
    const reply = await models.reflect.complete(
      {
        purpose: 'reflect',
        place: { tool: tool.name, ...place, step: 'reflect', ordinal },
        messages: [SOLVE_SYSTEM, ...conversation, { role: 'user', content: REFLECT_PROMPT }],
        responseSchema: { name: 'reflection', schema: reflectionJsonSchema },
        temperature: 0,
        maxTokens: config.maxTokens,
      },
      { signal },
    );
    const reading = readJsonReply(reply.message.content, reflectionSchema);
    if (reading.ok) return reading.value;
  }
  return null;
}
