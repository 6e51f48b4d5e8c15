import type { ChatReply, ChatRequest, ImagineMaterial, Message, ToolDefinition } from '@imaginarium/contracts';
import { renderMaterial } from '@imaginarium/contracts';
import { importToolbox } from '../src/import-toolbox.ts';
import { createQueryMatcher } from '../src/practice/match-query.ts';
import { createPracticeModel } from '../src/practice/practice-model.ts';
import { scenarios } from '../src/scenarios/index.ts';

export const definitions = importToolbox().tools.map(
  ({ spec: { name, description, parameters } }): ToolDefinition => ({ name, description, parameters }),
);
export const definition = (name: string) => definitions.find((tool) => tool.name === name) as ToolDefinition;
export const match = createQueryMatcher(scenarios);
export const model = createPracticeModel({ seed: 7 });

export const ask = (
  purpose: ChatRequest['purpose'],
  place: Partial<ChatRequest['place']>,
  messages: Message[],
  tools?: ToolDefinition[],
): Promise<ChatReply> =>
  model.complete({ purpose, place: { step: purpose, ordinal: 0, ...place }, messages, ...(tools && { tools }) });
export const askAbout = async (
  purpose: ChatRequest['purpose'],
  place: Partial<ChatRequest['place']>,
  material: object,
) => (await ask(purpose, place, [user(`Here it is:\n${renderMaterial(material)}`)])).message.content;
export const user = (content: string): Message => ({ role: 'user', content });

export async function imagineMany(tool: string, count: number, withMemory: boolean): Promise<string[]> {
  const queries: string[] = [];
  for (let trial = 0; trial < count; trial++) {
    const material: ImagineMaterial = { tool: definition(tool) };
    if (withMemory) material.earlierQueries = queries.map((query) => ({ query, solved: true }));
    queries.push(await askAbout('imagine', { trial }, material));
  }
  return queries;
}

export const QUERY = 'What date is 40 days after 3 May 2026?';
export const RIGHT = { date: '2026/05/03', days: 40 };
export const RESULT = JSON.stringify({ date: '2026/06/12', weekday: 'Friday' });
export const called = (args: object, content: string): Message[] => [
  {
    role: 'assistant',
    content: '',
    toolCalls: [{ id: 'call_0', name: 'add_days', arguments: args as never, argumentsText: JSON.stringify(args) }],
  },
  { role: 'tool', toolCallId: 'call_0', name: 'add_days', content },
];
export const FORMAT_ERROR = 'date: cannot read "2026-05-03", a date is written yyyy/MM/dd, for example 2024/02/29';

/** Replies to the same conversation at many places. */
export const solveMany = (messages: Message[], count = 300, tools = [definition('add_days')]) =>
  Promise.all(Array.from({ length: count }, (_, trial) => ask('solve', { trial }, messages, tools)));
export const shareRight = (replies: ChatReply[]) =>
  replies.filter(({ message }) => JSON.stringify(message.toolCalls?.[0]?.arguments) === JSON.stringify(RIGHT)).length /
  replies.length;
