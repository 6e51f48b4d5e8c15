import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** Leading digits that one network alone issues; the rest of the eight digits is drawn. */
const RANGES = [
  '49',
  '48',
  '51',
  '52',
  '53',
  '54',
  '2225',
  '2500',
  '2710',
  '34',
  '37',
  '36',
  '38',
  '3530',
  '3566',
  '3589',
  '6011',
];

function drawDigits(random: Random): string {
  let digits = random.pick(RANGES);
  while (digits.length < 8) digits += random.int(10);
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

const compact = (digits: string) => digits.replaceAll(' ', '');

export const cardBrandScenarios = [
  defineScenario({
    tool: 'card_brand',
    draw: (random) => ({ digits: drawDigits(random) }),
    wordings: [
      'A payment card starts with {digits}. Which network issued it?',
      'Is a card that begins with {digits} a Visa, a Mastercard or something else?',
      'Our checkout should show the logo for cards starting {digits}; whose logo?',
      'How long is the security code on cards that begin {digits}?',
      'How many digits does a card have when its first ones are {digits}?',
      'The receipt shows only {digits} and then asterisks. Which card company is it?',
      'Which payment network do the leading card digits {digits} point to?',
      'Identify the card scheme from the first eight digits: {digits}.',
    ],
    patterns: { digits: /\d{4} \d{4}/ },
    arguments: ({ digits }) => ({ digits: compact(digits) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ digits }) => ({ digits }) },
      { kind: 'wrong-format', arguments: ({ digits }) => ({ digits: compact(digits).slice(0, 4) }) },
      { kind: 'wrong-type', arguments: ({ digits }) => ({ digits: Number(compact(digits)) }) },
      { kind: 'wrong-name', arguments: ({ digits }) => ({ number: compact(digits) }) },
    ],
    answer: ({ digits }, observation) =>
      `Cards that start with ${digits} belong to ${said(observation, 'network')}; they have ${said(observation, 'number_lengths')} digits and a security code (${said(observation, 'security_code')}).`,
  }),
];
