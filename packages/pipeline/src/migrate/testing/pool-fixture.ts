import type { JsonObject, JsonValue, Message, PoolExample, ToolSpec } from '@imaginarium/contracts';
import { toolVersion } from '@imaginarium/tools';

export function makeTool(name: string, parameters: JsonObject, description = `Does ${name}.`): ToolSpec {
  return {
    name,
    originalName: name,
    description,
    parameters,
    effect: 'read',
    effectFrom: 'default',
    source: { kind: 'functions', location: 'test' },
    version: toolVersion({ name, description, parameters }),
  };
}

export const objectOf = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** JSON pointers to all values that hold no further ones. */
function leaves(value: JsonValue, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([name, member]) => leaves(member as JsonValue, `${pointer}/${name}`));
}

/** A kept call of a tool, with a failed one before it in its trace. */
export function makeExample(tool: ToolSpec, args: JsonObject, change: Partial<PoolExample> = {}): PoolExample {
  const id = change.id ?? `r1/${tool.name}/0/0`;
  const query = `What of ${id}?`;
  const call = (number: number) => ({
    id: `call_${number}`,
    name: tool.name,
    arguments: args,
    argumentsText: JSON.stringify(args, null, 1),
  });
  const unreadable = {
    ...call(0),
    arguments: null,
    argumentsText: `${JSON.stringify(args).slice(0, -1)},`,
    parseError: 'cut',
  };
  const answered = (number: number, content: string): Message[] => [
    { role: 'tool', toolCallId: `call_${number}`, name: tool.name, content },
  ];
  const answer = `As ${tool.name} says.`;
  const user: Message = { role: 'user', content: query };
  return {
    id,
    kind: 'call',
    tool: tool.name,
    toolVersion: tool.version,
    trialId: id,
    paraphraseOf: null,
    seedId: id,
    split: 'train',
    query,
    solution: { call: call(1), observation: { status: 'ok', origin: 'live', content: `Seen by ${tool.name}.` } },
    answer,
    messages: [
      user,
      { role: 'assistant', content: '', toolCalls: [{ ...call(0) }] },
      ...answered(0, `Seen by ${tool.name}.`),
      { role: 'assistant', content: answer },
    ],
    trace: [
      user,
      { role: 'assistant', content: `I use ${tool.name}.`, toolCalls: [unreadable] },
      ...answered(0, `${tool.name} could not read it.`),
      { role: 'assistant', content: '', toolCalls: [call(1)] },
      ...answered(1, `Seen by ${tool.name}.`),
      { role: 'assistant', content: answer },
    ],
    origin: 'live',
    judgement: null,
    grounding: leaves(args).map((path) => ({ path, from: 'query' as const })),
    offered: null,
    round: 1,
    ...change,
  };
}

export function makeNoCall(id: string, offered: string[]): PoolExample {
  return {
    ...{ id, kind: 'no-call', tool: null, toolVersion: null, trialId: null, paraphraseOf: null, seedId: id },
    ...{
      split: 'train',
      query: `Why ${id}?`,
      solution: null,
      answer: 'Because.',
      messages: [],
      trace: [],
      origin: null,
    },
    ...{ judgement: null, grounding: [], offered, round: 1 },
  };
}
