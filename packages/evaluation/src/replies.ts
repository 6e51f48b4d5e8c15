import type { AssistantMessage } from '@imaginarium/contracts';

/**
 * A reply as the paper's text: its content, then every native call as `Action: NAME` and `Action Input: ARGUMENTS` with
 * the arguments as the model wrote them (`{}` where it wrote none). A text reply is its content unchanged.
 */
export function replyText({ content, toolCalls = [] }: AssistantMessage): string {
  if (toolCalls.length === 0) return content;
  const calls = toolCalls.map(({ name, argumentsText }) => `Action: ${name}\nAction Input: ${argumentsText || '{}'}`);
  return (content === '' ? calls : [content, ...calls]).join('\n');
}
