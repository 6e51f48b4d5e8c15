import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const PAPERS = [
  ...['letter', 'postcard', 'complaint', 'receipt', 'diary page', 'parcel note', 'cheque', 'rental contract'],
  ...['visitor log', 'delivery slip', 'lab report', 'petition', 'invitation', 'invoice', 'sick note', 'time sheet'],
];
const READERS = [
  ...['landlord', 'bank', 'school', 'tax office', 'choir', 'town hall', 'editor', 'dentist', 'insurance', 'embassy'],
  ...['football club', 'library', 'publisher', 'museum', 'notary', 'garage', 'hospital', 'theatre', 'supplier', 'vet'],
];

export const todayScenarios = [
  defineScenario({
    tool: 'today',
    draw: (random) => ({ paper: random.pick(PAPERS), reader: random.pick(READERS) }),
    wordings: [
      'What date do I put on a {paper} that I hand to the {reader} right now?',
      'I must date this {paper} for the {reader}: what day is it?',
      'Which date is it at the moment? The {reader} wants it on the {paper}.',
      'The {reader} asks for the current date on the {paper}, so tell me what it is.',
      'Could you say what day we have, so that I can finish the {paper} for the {reader}?',
      'Before I send the {paper} off to the {reader}, I need the present date.',
      'My {paper} for the {reader} has an empty date field; I want to fill in the current day.',
      'Tell me the date as of now for the heading of a {paper} to the {reader}.',
      'Is it still the same week? I need the current date on the {paper} to the {reader}.',
      'For the {reader}: what day of the week, and which date, goes on a {paper} written this minute?',
    ],
    patterns: { paper: /[a-z]+(?: [a-z]+)?/, reader: /[a-z]+(?: [a-z]+)?/ },
    arguments: () => ({}),
    mistakes: [],
    answer: (_, observation) =>
      `It is ${said(observation, 'weekday')}, ${said(observation, 'date')} (week ${said(observation, 'week')}), by UTC.`,
  }),
];
