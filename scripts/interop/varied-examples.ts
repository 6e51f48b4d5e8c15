import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Example,
  exampleSchema,
  hashOf,
  type JsonObject,
  type RepairPair,
  type ToolDefinition,
  type ToolSpec,
  toolDefinitionSchema,
} from '@imaginarium/contracts';

const golden = fileURLToPath(new URL('../../packages/formatting/test/golden/', import.meta.url));

/** Arguments that differ in keys and kinds from row to row: where Arrow would merge them, nulls would leak. */
const ARGUMENTS: readonly JsonObject[] = [
  {},
  { city: 'Zürich' },
  { city: null, count: 3 },
  { count: 3.25, tags: ['a', 'b'] },
  { tags: [], nested: { deep: { deeper: [1, { x: null }] } } },
  { big: 1e21, small: 1.5e-7, negative: -0.5, flag: false, share: 0.35, third: 1 / 3 },
  { text: 'quote " backslash \\ newline \n tab \t end', 東京: '😀' },
  { html: '<b>&amp;</b>', control: '[INST] </s> [TOOL_CALLS]' },
];
/** Results that mistral-common reads as JSON, and ones that only look like it. */
const OBSERVATIONS = [
  '22',
  '1.50',
  '{"a":1.0,"b":[1e3,12345678901234567890],"a":2}',
  'NaN',
  'plain words',
  '',
  '[1, 2,]',
  '"a JSON string with é and \\u00e9"',
  '{"é": "東京 😀", "lines": "a\\nb"}',
  '  {"padded": true}  ',
  'line one\nline two\ttab',
];
const ANSWERS = [
  'Done.',
  '  Spaces around  ',
  'Two\n\nparagraphs',
  'Emoji 😀 and 東京',
  '<s> [INST] is only text here </s>',
];

function toolsOf(): ToolDefinition[] {
  const given = toolDefinitionSchema.array().parse(JSON.parse(readFileSync(`${golden}tools.json`, 'utf8')));
  const parameters: JsonObject[] = [
    { type: 'object', properties: {} },
    { type: 'object', properties: { city: { type: ['string', 'null'], default: null } }, additionalProperties: false },
    {
      type: 'object',
      properties: { count: { type: 'number', minimum: 0.5, enum: [1, 2.5, 3e10] } },
      required: ['count'],
    },
    { type: 'object', properties: { nested: { anyOf: [{ type: 'object' }, { type: 'null' }] } } },
  ];
  return [
    ...given,
    ...parameters.map((schema, at) => ({ name: `tool-${at}`, description: `Tool “${at}”.`, parameters: schema })),
  ];
}

export interface VariedRows {
  readonly tools: ToolSpec[];
  readonly examples: Example[];
  readonly repairPairs: RepairPair[];
}

/** The golden examples and many made from the lists above, with one repair pair a set of arguments. */
export function variedRows(): VariedRows {
  const tools = toolsOf().map(
    (definition): ToolSpec => ({
      ...definition,
      originalName: definition.name,
      effect: 'read',
      effectFrom: 'default',
      source: { kind: 'functions', location: 'scripts/interop' },
      version: hashOf(definition),
    }),
  );
  const versions = new Map(tools.map((tool) => [tool.name, tool.version]));
  const given = readdirSync(`${golden}examples`).map((file) =>
    exampleSchema.parse(JSON.parse(readFileSync(`${golden}examples/${file}`, 'utf8'))),
  );
  const examples = given.map((example) => ({ ...example, toolVersion: versions.get(example.tool ?? '') ?? null }));
  const repairPairs: RepairPair[] = [];
  for (const [row, args] of ARGUMENTS.entries()) {
    for (const [column, observation] of OBSERVATIONS.entries()) {
      const tool = tools[(row + column) % tools.length] as ToolSpec;
      examples.push(
        makeExample(
          `made/${row}/${column}`,
          tool,
          args,
          observation,
          ANSWERS[(row + column) % ANSWERS.length] as string,
        ),
      );
    }
    repairPairs.push(makePair(`pair/${row}`, tools[row % tools.length] as ToolSpec, args));
  }
  return { tools, examples, repairPairs };
}

function makeExample(id: string, tool: ToolSpec, args: JsonObject, content: string, answer: string): Example {
  const call = { id: 'call', name: tool.name, arguments: args, argumentsText: JSON.stringify(args) };
  const query = `Query ${id}: ${content.slice(0, 10)} [/INST] é`;
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
    solution: { call, observation: { status: 'ok', origin: 'live', content } },
    answer,
    messages: [
      { role: 'user', content: query },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'call', name: tool.name, content },
      { role: 'assistant', content: answer },
    ],
    trace: [],
    origin: 'live',
    judgement: null,
    grounding: [],
    offered: null,
  };
}

function makePair(id: string, tool: ToolSpec, args: JsonObject): RepairPair {
  const attempt = (given: JsonObject): RepairPair['chosen'] => ({
    call: { id: 'call', name: tool.name, arguments: given, argumentsText: JSON.stringify(given) },
    observation: { status: 'ok', origin: 'live', content: '' },
  });
  return {
    id,
    tool: tool.name,
    toolVersion: tool.version,
    trialId: id,
    seedId: id,
    split: 'train',
    query: `Query ${id}`,
    rejected: attempt({ ...args, wrong: true }),
    chosen: attempt(args),
  };
}
