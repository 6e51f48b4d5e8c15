import { defineScenario } from './define-scenario.ts';
import { dateParts, datePattern, drawDate } from './draw-date.ts';
import { said } from './said.ts';

export const moonPhaseScenarios = [
  defineScenario({
    tool: 'moon_phase',
    draw: (random) => ({ date: drawDate(random, 1950, 2060) }),
    wordings: [
      'How did or will the moon look on {date}?',
      'Is there a full moon on {date}?',
      'Which phase is the moon in on {date}?',
      'For the night of {date}, how much of the moon is lit?',
      'We plan to watch stars on {date} and hope for a dark moon. What will it be?',
      'My novel has a scene on {date}; was the moon bright then?',
      'Waxing or waning: what was the moon doing on {date}?',
      'Gardeners say to sow by the moon. What shape has it on {date}?',
      'On {date}, what percentage of the lunar disc shines?',
      'Someone was born on {date}. Under what moon was that?',
    ],
    patterns: { date: datePattern },
    arguments: ({ date }) => ({ date: dateParts(date).join('-') }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ date }) => ({ date: dateParts(date).join('/') }) },
      { kind: 'wrong-format', arguments: ({ date }) => ({ date: dateParts(date).reverse().join('.') }) },
      { kind: 'wrong-name', arguments: ({ date }) => ({ day: dateParts(date).join('-') }) },
      { kind: 'missing-argument', arguments: () => ({}) },
    ],
    answer: ({ date }, observation) =>
      `On ${date} the moon is a ${said(observation, 'phase')}, ${said(observation, 'lit_percent')}% lit.`,
  }),
];
