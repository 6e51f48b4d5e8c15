import { defineScenario } from './define-scenario.ts';
import { amountOf, amountPattern, drawAmount } from './draw-amount.ts';
import { said } from './said.ts';

const CURRENCIES: Readonly<Record<string, string>> = {
  'US dollars': 'USD',
  'pounds sterling': 'GBP',
  'Indian rupees': 'INR',
  USD: 'USD',
  GBP: 'GBP',
  INR: 'INR',
};
const codeOf = (currency: string) => CURRENCIES[currency] ?? currency;

export const amountWordsEnScenarios = [
  defineScenario({
    tool: 'amount_words_en',
    draw: (random) => ({ amount: drawAmount(random), currency: random.pick(Object.keys(CURRENCIES)) }),
    wordings: [
      'How do I write {amount} {currency} in words on a cheque?',
      'Spell {amount} {currency} out in English.',
      'The contract must state {amount} {currency} in full English words.',
      'I have to read {amount} {currency} aloud to an English audience; what do I say?',
      'Put the sum of {amount} {currency} into words, no digits.',
      'On this receipt the line "amount in words" is blank. The total is {amount} {currency}.',
      'Turn {amount} {currency} into English wording for an invoice.',
      'In English, what is {amount} {currency} when every number is written as a word?',
      'For the grant letter: {amount} {currency}, written out.',
    ],
    patterns: { amount: amountPattern, currency: new RegExp(Object.keys(CURRENCIES).join('|')) },
    arguments: ({ amount, currency }) => ({ amount: amountOf(amount), currency: codeOf(currency) }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ amount, currency }) => ({ amount, currency: codeOf(currency) }) },
      {
        kind: 'wrong-format',
        arguments: ({ amount, currency }) => ({ amount: amountOf(amount), currency: codeOf(currency).toLowerCase() }),
      },
      {
        kind: 'wrong-name',
        arguments: ({ amount, currency }) => ({ value: amountOf(amount), currency: codeOf(currency) }),
      },
      { kind: 'missing-argument', arguments: ({ currency }) => ({ currency: codeOf(currency) }) },
    ],
    answer: ({ amount, currency }, observation) => `${amount} ${currency} in words: ${said(observation, 'words')}.`,
  }),
];
