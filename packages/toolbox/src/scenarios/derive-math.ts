import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

export const deriveMathScenarios = [
  defineScenario({
    tool: 'derive_math',
    draw: (random) => {
      const variable = random.pick(['x', 't', 'y', 'u', 'z', 'w']);
      return { expression: drawTerm(random, variable), variable };
    },
    wordings: [
      'Differentiate {expression} with respect to {variable}.',
      'What is the derivative of {expression} by {variable}?',
      'How fast does {expression} grow as {variable} changes? I need the derivative.',
      'Find the slope function in {variable} for {expression}.',
      'Calculus check: {expression}, derived once by {variable}, gives what?',
      'I have to find d/d{variable} of {expression} for tomorrow.',
      'For the curve {expression}, work out the first derivative in {variable}.',
      'Which function is the rate of change of {expression} in {variable}?',
      'Take {expression} and derive it by the variable {variable}.',
    ],
    patterns: { variable: /[a-z]/, expression: /[\d a-z+*/^()-]+/ },
    arguments: ({ expression, variable }) => ({ expression, variable }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ expression, variable }) => ({ expression: `f(${variable}) = ${expression}`, variable }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ expression, variable }) => ({ expression: `d/d${variable} (${expression})`, variable }),
      },
      { kind: 'missing-argument', arguments: ({ expression }) => ({ expression }) },
      { kind: 'wrong-name', arguments: ({ expression, variable }) => ({ expression, with_respect_to: variable }) },
    ],
    answer: ({ expression, variable }, observation) =>
      `The derivative of ${expression} by ${variable} is ${said(observation, 'derivative')}.`,
  }),
];

function drawTerm(random: Random, v: string): string {
  const [a, b, n] = [2 + random.int(18), 2 + random.int(18), 2 + random.int(6)];
  return random.pick([
    `${a}*${v}^${n} + ${b}*${v}`,
    `sin(${a}*${v}) + ${b}*${v}^${n}`,
    `${a}*exp(${b}*${v})`,
    `log(${a}*${v}) - ${b}*${v}`,
    `${a}*${v}^${n} - ${b}*${v}^${n + 1}`,
    `cos(${v}^${n}) * ${a}`,
    `${v}^${n} * exp(${a}*${v})`,
    `(${a}*${v} + ${b})^${n}`,
    `sqrt(${a}*${v}) + ${b}`,
  ]);
}
