import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const RADIX: Readonly<Record<string, number>> = { binary: 2, octal: 8, decimal: 10, hexadecimal: 16 };
const PREFIX: Readonly<Record<string, string>> = { binary: '0b', octal: '0o', decimal: '', hexadecimal: '0x' };

/** Digits without the thousands separators that people write. */
const bare = (number: string) => number.replaceAll(',', '');

/** As programming languages write it; a decimal number stays as the person wrote it. */
const prefixed = (number: string, from: string) => `${PREFIX[from]}${number}`;

export const convertBaseScenarios = [
  defineScenario({
    tool: 'convert_base',
    draw: (random) => {
      const [from = '', to = ''] = random.shuffle(Object.keys(RADIX));
      const value = 1000 + random.int(60_000);
      const number = from === 'decimal' ? value.toLocaleString('en-US') : value.toString(RADIX[from]);
      return { number, from, to };
    },
    wordings: [
      'Convert the {from} number {number} to {to}.',
      'What is {number} ({from}) in {to}?',
      'Write {number}, given in {from}, with {to} digits.',
      'In {to} notation, how does one write {from} {number}?',
      'Homework in computer science: turn {from} {number} into {to}.',
      'A debugger shows the {from} value {number}; I need it in {to}.',
      'Translate {number} from {from} to {to}.',
      'Which {to} digits stand for the {from} number {number}?',
      'Change the base of {number}: {from} now, {to} wanted.',
    ],
    patterns: {
      number: /[0-9a-f,]+/,
      from: /(?:binary|octal|decimal|hexadecimal)/,
      to: /(?:binary|octal|decimal|hexadecimal)/,
    },
    arguments: ({ number, from, to }) => ({ digits: bare(number), from, to }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ number, from, to }) => ({ digits: prefixed(number, from), from, to }) },
      {
        kind: 'wrong-type',
        arguments: ({ number, from, to }) => ({ digits: bare(number), from: RADIX[from] ?? 0, to: RADIX[to] ?? 0 }),
      },
      { kind: 'wrong-name', arguments: ({ number, from, to }) => ({ number: bare(number), from, to }) },
    ],
    answer: ({ number, from, to }, observation) =>
      `The ${from} number ${number} is ${said(observation, 'result')} in ${to}.`,
  }),
];
