import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const ACCOUNTS =
  `home router, spare laptop, tax portal, library card, photo backup, garden camera, gym account, work badge, train pass,
music service, school portal, video site, smart thermostat, printer, wiki login, tablet, recipe blog, mail account, chess club,
city bike, car app, shop account, ticket site, cloud drive, phone plan, test server, database user, bank portal, guest network,
language course, forum profile, travel site, health app, fitness watch, job portal, podcast host, newsletter tool, game console`
    .split(',')
    .map((name) => name.trim().replaceAll('\n', ' '));

const CHARACTERS: Readonly<Record<string, string>> = {
  letters: 'letters',
  'letters and digits': 'letters_digits',
  'all kinds of characters': 'all',
};

export const makePasswordScenarios = [
  defineScenario({
    tool: 'make_password',
    draw: (random) => ({
      length: String(10 + random.int(55)),
      characters: random.pick(Object.keys(CHARACTERS)),
      account: random.pick(ACCOUNTS),
    }),
    wordings: [
      'Create a password of {length} characters for my {account}, with {characters}.',
      'My {account} needs a new password: {length} long, made of {characters}.',
      'I want {characters} in a random password for the {account}, {length} characters in all.',
      'Please invent a secure {length}-character password using {characters}; it is for the {account}.',
      'Think of a strong login secret for the {account} that has {length} characters, namely {characters}.',
      'The {account} was hacked. Suggest a replacement password ({characters}, length {length}).',
      'Generate {length} random characters as a password for a {account}; allowed: {characters}.',
      'What would be a good password with {characters} and length {length} for my {account}?',
    ],
    patterns: {
      length: /\d\d/,
      characters: /(?:letters and digits|letters|all kinds of characters)/,
      account: /[a-z]+(?: [a-z]+)*/,
    },
    arguments: ({ length, characters }) => ({ length: Number(length), characters: CHARACTERS[characters] ?? 'all' }),
    mistakes: [
      {
        kind: 'wrong-type',
        arguments: ({ length, characters }) => ({ length, characters: CHARACTERS[characters] ?? 'all' }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ length, characters }) => ({ size: Number(length), characters: CHARACTERS[characters] ?? 'all' }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ length, characters }) => ({ length: Number(length), characters: `${characters} only` }),
      },
    ],
    answer: ({ account, length }, observation) =>
      `A new ${length}-character password for your ${account}: ${said(observation, 'password')} (about ${said(observation, 'bits')} bits of entropy). Store it in a password manager.`,
  }),
];
