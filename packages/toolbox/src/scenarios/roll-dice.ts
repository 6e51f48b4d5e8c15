import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const SIDES = ['4', '6', '8', '10', '12', '20', '100'];
const PURPOSES =
  `initiative, a stealth check, fire damage, healing, a saving throw, treasure, a wandering monster, an attack,
the weather, a trap, a skill test, morale, a random encounter, sneak damage, the arena fight, a haggling contest, a long jump,
the opening bid, a climbing check, a riddle contest, an arrow volley, the ship race, a potion effect, the final duel`
    .split(',')
    .map((purpose) => purpose.trim().replaceAll('\n', ' '));

const dice = (random: Random) => ({ count: String(2 + random.int(9)), sides: random.pick(SIDES) });

export const rollDiceScenarios = [
  defineScenario({
    tool: 'roll_dice',
    draw: (random) => {
      const { count, sides } = dice(random);
      const modifier = random.int(2) === 0 ? '' : `${random.pick(['+', '-'])}${1 + random.int(9)}`;
      return { notation: `${count}d${sides}${modifier}`, purpose: random.pick(PURPOSES) };
    },
    wordings: [
      'Roll {notation} for {purpose}.',
      'My character needs {notation}: the game master calls for {purpose}.',
      'Please throw {notation} to decide {purpose}.',
      'What do I get on {notation} for {purpose}?',
      'It is my turn, and {purpose} depends on {notation}. Roll it.',
      '{notation}, please; we are settling {purpose}.',
      'Tabletop night without dice: {purpose} at {notation}, what is the total?',
      'For {purpose} the rules say {notation}. How does it come out?',
    ],
    patterns: { notation: /\d+d\d+(?:[+-]\d+)?/, purpose: /[a-z]+(?: [a-z]+){0,3}/ },
    arguments: ({ notation }) => ({ notation }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ notation }) => ({ notation: notation.replace('d', ' x d') }) },
      { kind: 'wrong-name', arguments: ({ notation }) => ({ dice: notation }) },
      { kind: 'wrong-format', arguments: ({ notation }) => ({ notation: notation.toUpperCase() }) },
    ],
    answer: ({ notation, purpose }, observation) =>
      `${notation} for ${purpose}: the dice show ${said(observation, 'rolls')}, total ${said(observation, 'total')}.`,
  }),
  defineScenario({
    tool: 'roll_dice',
    draw: (random) => ({ ...dice(random), purpose: random.pick(PURPOSES) }),
    wordings: [
      'Throw {count} dice with {sides} sides each for {purpose}.',
      'I lost my {sides}-sided dice. Roll {count} of them for {purpose}.',
      'We need {count} {sides}-sided dice rolled: {purpose} is at stake.',
      'How do {count} dice with {sides} faces fall for {purpose}?',
      'For {purpose}, cast {count} dice, {sides} sides.',
      'Give me the sum of {count} random {sides}-sided dice, it is about {purpose}.',
      'Shake {count} dice ({sides}-sided) and tell me how {purpose} ends.',
      'Simulate a throw of {count} dice having {sides} sides to settle {purpose}.',
    ],
    patterns: { count: /\d+/, sides: /\d+/, purpose: /[a-z]+(?: [a-z]+){0,3}/ },
    arguments: ({ count, sides }) => ({ notation: `${count}d${sides}` }),
    mistakes: [
      { kind: 'wrong-name', arguments: ({ count, sides }) => ({ count: Number(count), sides: Number(sides) }) },
      { kind: 'wrong-format', arguments: ({ count, sides }) => ({ notation: `${count} dice with ${sides} sides` }) },
    ],
    answer: ({ count, sides, purpose }, observation) =>
      `The ${count} dice with ${sides} sides for ${purpose} show ${said(observation, 'rolls')}, total ${said(observation, 'total')}.`,
  }),
];
