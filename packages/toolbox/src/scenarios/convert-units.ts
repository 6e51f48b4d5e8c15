import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** Symbol and the words that people use, by kind of measure. */
const KINDS: readonly Readonly<Record<string, string>>[] = [
  { km: 'kilometres', mi: 'miles', m: 'metres', ft: 'feet', yd: 'yards' },
  { cm: 'centimetres', in: 'inches', mm: 'millimetres' },
  { kg: 'kilograms', lb: 'pounds', oz: 'ounces', g: 'grams' },
  { l: 'litres', gal: 'gallons', pt: 'pints', ml: 'millilitres', cup: 'cups' },
  { C: 'degrees Celsius', F: 'degrees Fahrenheit', K: 'kelvin' },
  { h: 'hours', min: 'minutes', s: 'seconds', d: 'days' },
  { ha: 'hectares', ac: 'acres', m2: 'square metres', km2: 'square kilometres' },
  { psi: 'pounds per square inch', bar: 'bars', Pa: 'pascals' },
];
const WORDS = new Map(KINDS.flatMap((kind) => Object.entries(kind)));
const SYMBOLS = new Map([...WORDS].map(([symbol, words]) => [words, symbol]));

const symbolOf = (unit: string) => SYMBOLS.get(unit) ?? unit;
const wordsOf = (unit: string) => WORDS.get(unit) ?? unit;
const units = new RegExp([...WORDS.values(), ...WORDS.keys()].sort((a, b) => b.length - a.length).join('|'));

export const convertUnitsScenarios = [
  defineScenario({
    tool: 'convert_units',
    draw: (random) => {
      const [from = '', to = ''] = random.shuffle(Object.keys(random.pick(KINDS)));
      const isSpelt = random.next() < 0.4;
      const value = random.next() < 0.5 ? 1 + random.int(999) : (1 + random.int(9999)) / 10;
      return { value: String(value), from: isSpelt ? wordsOf(from) : from, to: isSpelt ? wordsOf(to) : to };
    },
    wordings: [
      'How many {to} are {value} {from}?',
      'Convert {value} {from} to {to}.',
      'The label says {value} {from}; what does that make in {to}?',
      'I have {value} {from} and the form wants {to}.',
      'Express {value} {from} in {to}, please.',
      'A recipe from abroad gives {value} {from}. I think in {to}, so translate.',
      'What is {value} {from} when measured in {to}?',
      'If something comes to {value} {from}, what is the same in {to}?',
      'In {to}, how much would {value} {from} be?',
      '{value} {from} to {to}?',
    ],
    patterns: { value: /\d+(?:\.\d+)?/, from: units, to: units },
    arguments: ({ value, from, to }) => ({ value: Number(value), from: symbolOf(from), to: symbolOf(to) }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ value, from, to }) => ({
          value: Number(value),
          from: wordsOf(symbolOf(from)),
          to: wordsOf(symbolOf(to)),
        }),
      },
      {
        kind: 'wrong-unit',
        arguments: ({ value, from, to }) => ({ value: Number(value), from: symbolOf(to), to: symbolOf(from) }),
      },
      {
        kind: 'wrong-type',
        arguments: ({ value, from, to }) => ({ value: `${value} ${from}`, from: symbolOf(from), to: symbolOf(to) }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ value, from, to }) => ({ amount: Number(value), from_unit: from, to_unit: to }),
      },
    ],
    answer: ({ value, from }, observation) =>
      `${value} ${from} is ${said(observation, 'value')} ${said(observation, 'unit')}.`,
  }),
];
