import { defineScenario } from './define-scenario.ts';
import { everydayWords } from './everyday-words.ts';
import { said } from './said.ts';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export const hashTextScenarios = [
  defineScenario({
    tool: 'hash_text',
    draw: (random) => ({
      text: `${random.pick(everydayWords)} ${random.pick(everydayWords)} ${random.int(1000)}`,
      algorithm: random.pick(Object.keys(ALGORITHMS)),
    }),
    wordings: [
      'What is the {algorithm} hash of "{text}"?',
      'Compute the {algorithm} digest for the string "{text}".',
      'I need the {algorithm} checksum of the text "{text}" in hexadecimal.',
      'Hash "{text}" with {algorithm}.',
      'My unit test expects the {algorithm} of "{text}". What must I paste?',
      'Run "{text}" through {algorithm} and show the fingerprint.',
      'A manual gives "{text}" as an example input. Which {algorithm} value belongs to it?',
      'Please fingerprint "{text}" using {algorithm}.',
    ],
    patterns: { text: /[a-z]+ [a-z]+ \d+/, algorithm: /(?:MD5|SHA-\d+)/ },
    arguments: ({ text, algorithm }) => ({ text, algorithm: ALGORITHMS[algorithm] ?? '' }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ text, algorithm }) => ({ text, algorithm }) },
      { kind: 'missing-argument', arguments: ({ text }) => ({ text }) },
      {
        kind: 'wrong-name',
        arguments: ({ text, algorithm }) => ({ input: text, algorithm: ALGORITHMS[algorithm] ?? '' }),
      },
    ],
    answer: ({ text, algorithm }, observation) =>
      `The ${algorithm} hash of "${text}" is ${said(observation, 'digest')}.`,
  }),
];
