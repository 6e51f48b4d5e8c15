import type { AssistantMessage, Attempt, Message, Observation, ToolCall, ToolDefinition } from '@imaginarium/contracts';
import { definitionOf, type ExplorationContext, type TrialPlace } from './exploration-context.ts';
import { SOLVE_SYSTEM, WITHHELD } from './prompts/solve-prompt.ts';

export interface Solution {
  /** From the user's query to the final answer. */
  readonly messages: Message[];
  readonly attempts: Attempt[];
  readonly answer: string | null;
}

/**
 * The loop of call and observation until a final answer (method §1, step 3): at most `executions` calls and `generations`
 * replies. A call that cannot be read or that the tool refuses comes back as an observation, so that it can be repaired.
 *
 * @param remembered the conversation of the episode's earlier trials, as the model may see it
 * @param rival offered beside the tool: a query that the model takes to it does not tell the two apart, and is no example
 */
export async function solveQuery(
  context: ExplorationContext,
  place: TrialPlace,
  query: string,
  remembered: readonly Message[],
  rival?: ToolDefinition,
): Promise<Solution> {
  const { tool, config, models, signal } = context;
  const messages: Message[] = [{ role: 'user', content: query }];
  const attempts: Attempt[] = [];
  const own = definitionOf(tool);
  const tools = rival === undefined ? [own] : rival.name < own.name ? [rival, own] : [own, rival];
  for (let generation = 0; generation < config.generations; generation++) {
    const reply = await models.solve.complete(
      {
        purpose: 'solve',
        place: { tool: tool.name, ...place, step: 'solve', ordinal: generation },
        messages: [SOLVE_SYSTEM, ...remembered, ...messages],
        tools,
        temperature: config.temperature,
        maxTokens: config.maxTokens,
      },
      { signal },
    );
    const message = withUniqueCallIds(reply.message, attempts.length);
    if (message.toolCalls === undefined) {
      const isAnswer = message.content.trim() !== '' && reply.finishReason !== 'length';
      if (isAnswer) messages.push(message);
      return { messages, attempts, answer: isAnswer ? message.content.trim() : null };
    }
    messages.push(message);
    for (const call of message.toolCalls) {
      const observation = await observe(context, place, call, attempts.length);
      attempts.push({ call, observation });
      const content = config.executionFeedback ? observation.content : WITHHELD;
      messages.push({ role: 'tool', toolCallId: call.id, name: call.name, content });
    }
  }
  return { messages, attempts, answer: null };
}

async function observe(
  { tool, config, executor, signal }: ExplorationContext,
  place: TrialPlace,
  call: ToolCall,
  ordinal: number,
): Promise<Observation> {
  if (ordinal >= config.executions)
    return {
      status: 'error',
      failure: 'rate-limited',
      origin: 'none',
      content: 'No more calls are allowed for this request.',
    };
  return executor.execute(call, { place: { tool: tool.name, ...place, step: 'execute', ordinal }, signal });
}

/** Some servers number the calls of each reply from 0 again; inside a trial ids must differ. */
function withUniqueCallIds(message: AssistantMessage, offset: number): AssistantMessage {
  if (message.toolCalls === undefined) return message;
  return { ...message, toolCalls: message.toolCalls.map((call, at) => ({ ...call, id: `call_${offset + at}` })) };
}
