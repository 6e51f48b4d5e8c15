import { defineScenario } from './define-scenario.ts';
import { bareColour, drawColour } from './draw-colour.ts';
import { said } from './said.ts';

const colours = { first: /#[0-9a-f]{6}/, second: /#[0-9a-f]{6}/ };

export const mixColoursScenarios = [
  defineScenario({
    tool: 'mix_colours',
    draw: (random) => ({ first: drawColour(random), second: drawColour(random) }),
    wordings: [
      'What colour do I get when I mix {first} and {second} equally?',
      'Blend {first} with {second}, half and half.',
      'I need the shade exactly between {first} and {second}.',
      'Find the midpoint of a gradient from {first} to {second}.',
      'Our logo combines {first} and {second}; which tone lies in the middle?',
      'If paint of colour {first} meets the same amount of {second}, what comes out?',
      'Equal parts of {first} and {second}: what hex value results?',
      'Give me an even blend of the brand colours {first} and {second}.',
    ],
    patterns: colours,
    arguments: ({ first, second }) => ({ first: bareColour(first), second: bareColour(second) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ first, second }) => ({ first, second }) },
      {
        kind: 'wrong-name',
        arguments: ({ first, second }) => ({ colours: `${bareColour(first)},${bareColour(second)}` }),
      },
      { kind: 'missing-argument', arguments: ({ first }) => ({ first: bareColour(first) }) },
    ],
    answer: ({ first, second }, observation) =>
      `${first} and ${second} in equal parts give #${said(observation, 'mixed')}, which is ${said(observation, 'rgb')}.`,
  }),
  defineScenario({
    tool: 'mix_colours',
    draw: (random) => ({
      first: drawColour(random),
      second: drawColour(random),
      percent: String(5 + 5 * random.int(18)),
    }),
    wordings: [
      'Mix {percent}% of {second} into {first}. What colour is it then?',
      'Tint {first} with {percent}% {second}.',
      'What is the result of blending {first} with {percent} % of {second}?',
      'Starting from {first}, move {percent}% of the way to {second}. Which colour is that?',
      'I want {first} with a {percent}% dash of {second}; what is the hex code?',
      'In a gradient from {first} to {second}, which colour stands at {percent}%?',
      'Add {second} to {first} so that it makes up {percent}% of the paint. What shade appears?',
      'A recipe says {percent}% {second}, the rest {first}: which colour comes out?',
    ],
    patterns: { ...colours, percent: /\d+/ },
    arguments: ({ first, second, percent }) => ({
      first: bareColour(first),
      second: bareColour(second),
      share: Number(percent) / 100,
    }),
    mistakes: [
      {
        kind: 'wrong-unit',
        arguments: ({ first, second, percent }) => ({
          first: bareColour(first),
          second: bareColour(second),
          share: Number(percent),
        }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ first, second, percent }) => ({ first, second, share: Number(percent) / 100 }),
      },
      {
        kind: 'wrong-type',
        arguments: ({ first, second, percent }) => ({
          first: bareColour(first),
          second: bareColour(second),
          share: `${percent}%`,
        }),
      },
    ],
    answer: ({ first, second, percent }, observation) =>
      `With ${percent}% of ${second} in ${first} the colour is #${said(observation, 'mixed')}, which is ${said(observation, 'rgb')}.`,
  }),
];
