import { defineScenario } from './define-scenario.ts';
import { dateParts, datePattern, drawDate } from './draw-date.ts';
import { said } from './said.ts';

type Sum = Readonly<Record<'date' | 'days' | 'side', string>>;

const counted = ({ days, side }: Sum) => ({
  days: Number(days),
  ...(side === 'before' ? { direction: 'earlier' } : {}),
});

export const addDaysScenarios = [
  defineScenario({
    tool: 'add_days',
    draw: (random) => ({
      date: drawDate(random),
      days: String(3 + random.int(random.pick([40, 400, 4000]))),
      side: random.pick(['after', 'after', 'before']),
    }),
    wordings: [
      'What date is {days} days {side} {date}?',
      'I am counting: which date do I reach {days} days {side} {date}?',
      'Which day of the week falls {days} days {side} {date}?',
      'If something happened {days} days {side} {date}, when was that?',
      'The contract names a deadline {days} days {side} {date}; which date is that?',
      'I need to mark the day that lies {days} days {side} {date} in my diary.',
      'Starting at {date}, where does the calendar stand {days} days {side} it?',
      'Our event takes place exactly {days} days {side} {date}. Give me its date.',
      '{days} days {side} {date}: what is the date then?',
      'With {date} as day zero, name the date {days} days {side} that.',
    ],
    patterns: { days: /\d+/, side: /after|before/, date: datePattern },
    arguments: (slots) => ({ date: dateParts(slots.date).join('/'), ...counted(slots) }),
    mistakes: [
      { kind: 'wrong-format', arguments: (slots) => ({ date: dateParts(slots.date).join('-'), ...counted(slots) }) },
      { kind: 'wrong-format', arguments: (slots) => ({ date: slots.date, ...counted(slots) }) },
      {
        kind: 'wrong-type',
        arguments: (slots) => ({ date: dateParts(slots.date).join('/'), days: `${slots.days} days` }),
      },
      {
        kind: 'wrong-name',
        arguments: (slots) => ({ start_date: dateParts(slots.date).join('-'), days: Number(slots.days) }),
      },
      { kind: 'missing-argument', arguments: (slots) => ({ date: dateParts(slots.date).join('-') }) },
    ],
    answer: ({ date, days, side }, observation) =>
      `${days} days ${side} ${date} it is ${said(observation, 'weekday')}, ${said(observation, 'date')}.`,
  }),
];
