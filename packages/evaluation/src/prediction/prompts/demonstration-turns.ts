import type { GoldCall, Message, PredictionHeader, TestItem, ToolCall } from '@imaginarium/contracts';
import type { ShownNames } from './shown-names.ts';

/**
 * Demonstrations as turns that went before: the query and its calls. With native calls the results and a closing turn must
 * follow: OpenAI's API refuses calls without results, Mistral's chat template a user turn right after a result.
 */
export function demonstrationTurns(
  demonstrations: readonly TestItem[],
  protocol: PredictionHeader['protocol'],
  shownName: ShownNames,
): Message[] {
  let ordinal = 0;
  return demonstrations.flatMap(({ query, calls }): Message[] => {
    const made = calls.map((call) => ({ gold: call, call: toToolCall(call, ordinal++, shownName) }));
    const [first, ...others] = made.map(({ call }) => call);
    if (first === undefined) return [];
    const asked: Message[] = [
      { role: 'user', content: query },
      { role: 'assistant', content: '', toolCalls: [first, ...others] },
    ];
    if (protocol === 'text') return asked;
    const results = made.map(
      ({ gold, call }): Message => ({
        role: 'tool',
        toolCallId: call.id,
        name: call.name,
        content: gold.observation?.content ?? 'ok',
      }),
    );
    return [...asked, ...results, { role: 'assistant', content: 'Done.' }];
  });
}

/** Mistral takes ids of nine letters or digits only. */
function toToolCall({ tool, arguments: args }: GoldCall, ordinal: number, shownName: ShownNames): ToolCall {
  const id = `demo${String(ordinal).padStart(5, '0')}`;
  return { id, name: shownName(tool), arguments: args, argumentsText: JSON.stringify(args) };
}
