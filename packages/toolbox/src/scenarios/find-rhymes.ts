import { defineScenario } from './define-scenario.ts';
import { everydayWords } from './everyday-words.ts';
import { said } from './said.ts';

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const findRhymesScenarios = [
  defineScenario({
    tool: 'find_rhymes',
    draw: (random) => ({ word: random.pick(everydayWords) }),
    wordings: [
      'Which English words rhyme with {word}?',
      'I am writing a poem and one line ends in {word}. What rhymes?',
      'Help me with my lyrics: I need something that rhymes with {word}.',
      'Rhyme suggestions for the word {word}, please.',
      'What could end the next verse if this one ends with {word} and both should rhyme?',
      'Give me a handful of perfect rhymes for {word}.',
      'Is there anything that rhymes with {word}? List what you find.',
      'For a birthday card I want to pair {word} with words that rhyme.',
      'My students look for rhymes of {word}; what are their options?',
    ],
    patterns: { word: /[a-z]+/ },
    arguments: ({ word }) => ({ word }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ word }) => ({ word: capitalised(word) }) },
      { kind: 'wrong-name', arguments: ({ word }) => ({ text: word }) },
      { kind: 'wrong-format', arguments: ({ word }) => ({ word: `words that rhyme with ${word}` }) },
    ],
    answer: ({ word }, observation) =>
      said(observation, 'found') === '0'
        ? `The dictionary knows no perfect rhyme for "${word}".`
        : `These words rhyme with "${word}": ${said(observation, 'rhymes')}.`,
  }),
  defineScenario({
    tool: 'find_rhymes',
    draw: (random) => ({ word: random.pick(everydayWords), limit: String(2 + random.int(20)) }),
    wordings: [
      'Name up to {limit} words that rhyme with {word}.',
      'No more than {limit} rhymes for {word}, please.',
      'I need {limit} rhyming partners for {word} at most.',
      'Find me at most {limit} words for a song line that has to rhyme with {word}.',
      'What rhymes with {word}? Stop after {limit} words.',
      'A limerick of mine ends in {word}; suggest {limit} rhymes or fewer.',
      'For a rhyming game I want up to {limit} matches to the word {word}.',
      'Rhymes on {word}, limited to {limit} results.',
    ],
    patterns: { word: /[a-z]+/, limit: /\d+/ },
    arguments: ({ word, limit }) => ({ word, limit: Number(limit) }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ word, limit }) => ({ word, limit }) },
      { kind: 'wrong-name', arguments: ({ word, limit }) => ({ word, count: Number(limit) }) },
      { kind: 'wrong-format', arguments: ({ word, limit }) => ({ word: word.toUpperCase(), limit: Number(limit) }) },
    ],
    answer: ({ word }, observation) =>
      said(observation, 'found') === '0'
        ? `The dictionary knows no perfect rhyme for "${word}".`
        : `"${word}" rhymes with ${said(observation, 'rhymes')} (${said(observation, 'found')} rhymes are known in all).`,
  }),
];
