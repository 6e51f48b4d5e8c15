import { defineScenario } from './define-scenario.ts';
import { dateParts, datePattern, drawDate } from './draw-date.ts';
import { said } from './said.ts';

const written = (text: string, separator: string) => dateParts(text).join(separator);

export const daysBetweenScenarios = [
  defineScenario({
    tool: 'days_between',
    draw: (random) => ({ start: drawDate(random, 1950, 2015), end: drawDate(random, 2016, 2050) }),
    wordings: [
      'How many days lie between {start} and {end}?',
      'Count the days from {start} up to {end}.',
      'I was hired on {start} and leave on {end}; how long is that in days?',
      'Our lease ran from {start} until {end}. Give me its length in days.',
      'What is the distance in days between the dates {start} and {end}?',
      'A seed was sown on {start} and the tree fell on {end}. For how many days did it stand?',
      'Someone born on {start} is how many days old on {end}?',
      'Work out how much time passed from {start} to {end}, counted in days.',
      'From {start} till {end}: number of days, please.',
      'By {end}, how many days will have gone by since {start}?',
    ],
    patterns: { start: datePattern, end: datePattern },
    arguments: ({ start, end }) => ({ start: written(start, '/'), end: written(end, '/') }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ start, end }) => ({ start: written(start, '-'), end: written(end, '-') }) },
      { kind: 'wrong-format', arguments: ({ start, end }) => ({ start, end }) },
      { kind: 'wrong-name', arguments: ({ start, end }) => ({ from: written(start, '-'), to: written(end, '-') }) },
      { kind: 'wrong-unit', arguments: ({ start, end }) => ({ start: written(end, '/'), end: written(start, '/') }) },
      { kind: 'missing-argument', arguments: ({ end }) => ({ end: written(end, '-') }) },
    ],
    answer: ({ start, end }, observation) =>
      `From ${start} to ${end} it is ${said(observation, 'days')} days (${said(observation, 'weeks')} weeks and ${said(observation, 'rest_days')} days).`,
  }),
];
