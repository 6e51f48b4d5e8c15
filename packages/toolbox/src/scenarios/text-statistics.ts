import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const WHO = [
  'The baker',
  'Our neighbour',
  'A tired traveller',
  'The young engineer',
  'My old teacher',
  'The night nurse',
  'Every gardener',
  'A curious child',
];
const DID = [
  'opened the window',
  'counted the coins twice',
  'lost a red umbrella',
  'wrote a short letter',
  'waited for the last train',
  'repaired the clock',
  'sang very softly',
  'forgot the keys',
];
const WHERE = [
  'near the harbour',
  'in the empty hall',
  'behind the library',
  'on a rainy bridge',
  'at the village fair',
  'under the tall oak',
  'beside the canal',
];
const WHEN = [
  'before sunrise',
  'after the concert',
  'during the storm',
  'on Monday',
  'at half past nine',
  'in late autumn',
];
const MEASURES = ['words', 'characters', 'letters', 'vowels', 'sentences'];

const sentence = (random: Random) =>
  `${random.pick(WHO)} ${random.pick(DID)} ${random.pick(WHERE)} ${random.pick(WHEN)}.`;

const listed = (measures: string) => measures.replaceAll(' and ', ',');

export const textStatisticsScenarios = [
  defineScenario({
    tool: 'text_statistics',
    draw: (random) => ({
      text: Array.from({ length: 1 + random.int(2) }, () => sentence(random)).join(' '),
      measures: random
        .shuffle(MEASURES)
        .slice(0, 1 + random.int(2))
        .join(' and '),
    }),
    wordings: [
      'How many {measures} are there in "{text}"?',
      'Count the {measures} of this passage: "{text}"',
      'My essay begins "{text}" - what is its number of {measures}?',
      'Editors ask for the amount of {measures} in "{text}"; please tell me.',
      '"{text}" - I want to know how many {measures} that is.',
      'Give me statistics ({measures}) about "{text}".',
      'For a caption limit I must know the {measures} in "{text}".',
      'Measure the text "{text}" by {measures}.',
    ],
    patterns: { text: /[A-Z][A-Za-z .]+\./, measures: /[a-z]+(?: and [a-z]+)?/ },
    arguments: ({ text, measures }) => ({ text, measures: listed(measures) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ text, measures }) => ({ text, measures: `${listed(measures)}, total` }) },
      { kind: 'wrong-format', arguments: ({ text, measures }) => ({ text, measures: `count of ${measures}` }) },
      { kind: 'missing-argument', arguments: ({ text }) => ({ text }) },
      { kind: 'wrong-type', arguments: ({ text, measures }) => ({ text, measures: listed(measures).split(',') }) },
    ],
    answer: ({ measures }, observation) =>
      `The text has ${measures
        .split(' and ')
        .map((measure) => `${said(observation, measure)} ${measure}`)
        .join(' and ')}.`,
  }),
];
