import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  total: '$sum',
  largest: '$max',
  smallest: '$min',
  average: '$average',
};
const LISTS = [
  'orders',
  'readings',
  'trips',
  'rooms',
  'parcels',
  'invoices',
  'tasks',
  'samples',
  'bookings',
  'deliveries',
];
const FIELDS = ['price', 'weight', 'depth', 'distance', 'score', 'quantity', 'height', 'cost', 'duration', 'speed'];

function drawDocument(random: Random): { json: string; list: string; field: string } {
  const list = random.pick(LISTS);
  const field = random.pick(FIELDS);
  const rows = Array.from({ length: 3 + random.int(3) }, (_, at) => ({ id: at + 1, [field]: 1 + random.int(900) }));
  return { json: JSON.stringify({ [list]: rows }), list, field };
}

const patterns = { json: /\{.+\}/, list: /[a-z]+/, field: /[a-z]+/ };

export const queryJsonScenarios = [
  defineScenario({
    tool: 'query_json',
    draw: (random) => ({ ...drawDocument(random), operation: random.pick(Object.keys(FUNCTIONS)) }),
    wordings: [
      'From this JSON, tell me the {operation} {field} of the {list}: {json}',
      'An API sent me {json} and I need the {operation} {field} over all {list}.',
      '{json} - what is the {operation} {field} among the {list} in this JSON?',
      'Evaluate the {operation} of "{field}" across "{list}" in the document {json}',
      'My export reads {json}. Work out the {operation} {field} of its {list}.',
      'Given the data {json}, which {operation} {field} do the {list} have?',
      'For a report I want one figure, the {operation} {field} in the {list} array of {json}',
      'Look into {json} and return the {operation} {field} found in {list}.',
    ],
    patterns: { ...patterns, operation: /(?:total|largest|smallest|average)/ },
    arguments: ({ json, list, field, operation }) => ({
      expression: `${FUNCTIONS[operation]}(${list}.${field})`,
      document: json,
    }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ json, list, field }) => ({ expression: `.${list}[] | .${field}`, document: json }),
      },
      {
        kind: 'wrong-type',
        arguments: ({ json, list, field, operation }) => ({
          expression: `${FUNCTIONS[operation]}(${list}.${field})`,
          document: JSON.parse(json),
        }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ json, list, field, operation }) => ({
          expression: `${operation}(${list}.${field})`,
          document: json,
        }),
      },
    ],
    answer: ({ list, field, operation }, observation) =>
      `The ${operation} ${field} of the ${list} is ${said(observation, 'result')}.`,
  }),
  defineScenario({
    tool: 'query_json',
    draw: (random) => ({ ...drawDocument(random), limit: String(50 + random.int(700)) }),
    wordings: [
      'How many {list} in {json} have a {field} above {limit}?',
      'Count the {list} whose {field} exceeds {limit} in this JSON: {json}',
      'With {json} at hand: number of {list} with {field} greater than {limit}?',
      'I have the JSON {json} and must know how many of the {list} go beyond a {field} of {limit}.',
      'Filter {json} for {list} where {field} is over {limit} and count them.',
      'Of the {list} listed in {json}, how many pass {limit} in {field}?',
      'Tell me the count of {list} with more {field} than {limit}, data: {json}',
      'Among {list}, {field} > {limit}: how many times does that hold in {json}',
    ],
    patterns: { ...patterns, limit: /\d+/ },
    arguments: ({ json, list, field, limit }) => ({
      expression: `$count(${list}[${field} > ${limit}])`,
      document: json,
    }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ json, list, field, limit }) => ({
          expression: `len([x for x in ${list} if x.${field} > ${limit}])`,
          document: json,
        }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ json, list, field, limit }) => ({ expression: `$count(${list}[${field} > ${limit}])`, json }),
      },
    ],
    answer: ({ list, field, limit }, observation) =>
      `${said(observation, 'result')} of the ${list} have a ${field} above ${limit}.`,
  }),
];
