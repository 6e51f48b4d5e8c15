import type { Message } from './message.ts';

/** Said in front of every record about a tool, and of every general record (method §2): what a model was told in training it is told when it is asked. */
export const TOOL_MODE = 'You are in tool mode: use one of the tools that you have learned to answer.';
export const NORMAL_MODE = 'You are in normal mode: answer by yourself, without a tool.';

/** System texts put before the first user turn, an empty line between: for templates that drop a system message. */
export function foldSystem(messages: readonly Message[]): Message[] {
  const system = messages.filter((message) => message.role === 'system').map((message) => message.content);
  const rest = messages.filter((message) => message.role !== 'system');
  const first = rest.findIndex((message) => message.role === 'user');
  if (system.length === 0 || first < 0) return rest;
  return rest.map((message, at) =>
    at === first ? { role: 'user', content: [...system, message.content].join('\n\n') } : message,
  );
}
