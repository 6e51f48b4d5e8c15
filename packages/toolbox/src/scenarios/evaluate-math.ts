import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const expressionPattern = /(?:[\d .+*/^(),-]|sqrt|log|sin|cos)+/;

export const evaluateMathScenarios = [
  defineScenario({
    tool: 'evaluate_math',
    draw: (random) => ({ expression: drawExpression(random) }),
    wordings: [
      'What is {expression}?',
      'Work out {expression} for me.',
      'How much does {expression} come to?',
      'My calculator broke; I need the value of {expression}.',
      'On the worksheet it says {expression}. What goes behind the equals sign?',
      'Please check my sum: {expression} gives what?',
      'Compute the following: {expression}',
      'I keep getting different numbers for {expression}, so settle it.',
      'The formula reads {expression}; which number results?',
      'Tell me the outcome of {expression}.',
    ],
    patterns: { expression: expressionPattern },
    arguments: ({ expression }) => ({ expression }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ expression }) => ({ expression: `= ${expression}` }) },
      { kind: 'wrong-format', arguments: ({ expression }) => ({ expression: expression.replaceAll('*', '×') }) },
      { kind: 'wrong-name', arguments: ({ expression }) => ({ formula: expression }) },
    ],
    answer: ({ expression }, observation) => `${expression} = ${said(observation, 'result')}`,
  }),
  defineScenario({
    tool: 'evaluate_math',
    draw: (random) => ({ expression: drawExpression(random), digits: String(3 + random.int(10)) }),
    wordings: [
      'What is {expression} to {digits} significant digits?',
      'Give {expression} with {digits} significant digits.',
      'Round {expression} to {digits} significant digits and tell me what you get.',
      'I want {digits} significant digits of {expression}.',
      'The lab asks for {expression}, rounded to {digits} significant digits.',
      'To {digits} significant digits, how much is {expression}?',
      'Work {expression} out; {digits} significant digits will do.',
      'No more than {digits} significant digits, please: what does {expression} yield?',
    ],
    patterns: { expression: expressionPattern, digits: /\d+/ },
    arguments: ({ expression, digits }) => ({ expression, digits: Number(digits) }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ expression, digits }) => ({ expression, digits: `${digits} digits` }) },
      {
        kind: 'wrong-format',
        arguments: ({ expression, digits }) => ({ expression: `round(${expression}; ${digits})` }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ expression, digits }) => ({
          expression: expression.replaceAll('*', '×'),
          digits: Number(digits),
        }),
      },
      { kind: 'missing-argument', arguments: ({ digits }) => ({ digits: Number(digits) }) },
    ],
    answer: ({ expression, digits }, observation) =>
      `To ${digits} significant digits, ${expression} is ${said(observation, 'result')}.`,
  }),
  defineScenario({
    tool: 'evaluate_math',
    draw: (random) => ({ percent: String(2 + random.int(97)), total: String(20 + random.int(9980)) }),
    wordings: [
      'What is {percent} percent of {total}?',
      'A jacket costs {total}; how much is {percent} percent of that?',
      'I owe {percent} percent on {total}. Which amount is it?',
      'Of {total} people {percent} percent voted. How many votes is that?',
      'Take {percent} percent from a budget of {total}: what number do you get?',
      'The tip should be {percent} percent on a bill of {total}. How large is it?',
      'Find the share that {percent} percent makes out of {total}.',
      'If {total} is the whole, what does {percent} percent amount to?',
    ],
    patterns: { percent: /\d+/, total: /\d+/ },
    arguments: ({ percent, total }) => ({ expression: `${percent} / 100 * ${total}` }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ percent, total }) => ({ expression: `${percent}% of ${total}` }) },
      { kind: 'wrong-format', arguments: ({ percent, total }) => ({ expression: `${percent} percent × ${total}` }) },
      { kind: 'wrong-name', arguments: ({ percent, total }) => ({ query: `${percent} / 100 * ${total}` }) },
    ],
    answer: ({ percent, total }, observation) => `${percent} percent of ${total} is ${said(observation, 'result')}.`,
  }),
];

/** Every form multiplies, so that a wrong sign of multiplication always shows. */
function drawExpression(random: Random): string {
  const whole = () => 2 + random.int(98);
  const decimal = () => (1 + random.int(9999)) / 100;
  return random.pick([
    `(${whole()} + ${whole()}) * ${decimal()}`,
    `${decimal()} * ${whole()} - ${whole()} / ${2 + random.int(8)}`,
    `sqrt(${whole()}) * ${whole()}`,
    `${2 + random.int(8)}^${2 + random.int(6)} * ${decimal()}`,
    `log(${whole()}, ${2 + random.int(8)}) * ${whole()}`,
    `${whole()} * ${whole()} * ${decimal()}`,
    `sin(${decimal()}) * ${whole()} + cos(${decimal()})`,
    `(${decimal()} - ${whole()}) * (${whole()} + ${decimal()})`,
  ]);
}
