import { defineScenario } from './define-scenario.ts';
import { everydayWords } from './everyday-words.ts';
import { said } from './said.ts';

export const countSyllablesScenarios = [
  defineScenario({
    tool: 'count_syllables',
    draw: (random) => ({ word: random.pick(everydayWords) }),
    wordings: [
      'How many syllables does {word} have?',
      'For a haiku I must know the syllables in {word}.',
      'On which syllable is {word} stressed, and how many are there?',
      'Into how many beats does the word {word} fall when spoken?',
      'Tell me the syllable count of {word}.',
      'I am teaching pronunciation: what are the stress and the syllables of {word}?',
      'Where does the accent lie in the English word {word}?',
      'Syllables in {word}: how many?',
      'Does {word} have one syllable, two, or more?',
    ],
    patterns: { word: /[a-z]+/ },
    arguments: ({ word }) => ({ headword: word.toUpperCase() }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ word }) => ({ headword: word }) },
      { kind: 'wrong-name', arguments: ({ word }) => ({ word }) },
      { kind: 'extra-argument', arguments: ({ word }) => ({ headword: word.toUpperCase(), language: 'en' }) },
    ],
    answer: ({ word }, observation) => {
      const count = said(observation, 'syllables');
      return `"${word}" has ${count} syllable${count === '1' ? '' : 's'}, with the stress on number ${said(observation, 'stressed_syllable')} (${said(observation, 'sounds')}).`;
    },
  }),
];
