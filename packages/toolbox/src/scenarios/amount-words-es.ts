import { defineScenario } from './define-scenario.ts';
import { amountOf, amountPattern, drawAmount } from './draw-amount.ts';
import { said } from './said.ts';

const CURRENCIES: Readonly<Record<string, string>> = {
  euros: 'EUR',
  'Mexican pesos': 'MXN',
  'Argentine pesos': 'ARS',
  EUR: 'EUR',
  MXN: 'MXN',
  ARS: 'ARS',
};
const codeOf = (currency: string) => CURRENCIES[currency] ?? currency;

export const amountWordsEsScenarios = [
  defineScenario({
    tool: 'amount_words_es',
    draw: (random) => ({ amount: drawAmount(random), currency: random.pick(Object.keys(CURRENCIES)) }),
    wordings: [
      'How would a Spanish cheque say {amount} {currency} in words?',
      'Spell {amount} {currency} out in Spanish.',
      'The notary wants {amount} {currency} written in Spanish words.',
      'What do I say in Spanish when I read out {amount} {currency}?',
      'Turn the price of {amount} {currency} into Spanish, all letters, no digits.',
      'For a client in Madrid I must put {amount} {currency} into words in her language, Spanish.',
      'In Spanish, how is {amount} {currency} written in full?',
      'My Spanish receipt needs the total, {amount} {currency}, as text.',
      'Write out {amount} {currency} the way a Spanish speaker would.',
    ],
    patterns: { amount: amountPattern, currency: new RegExp(Object.keys(CURRENCIES).join('|')) },
    arguments: ({ amount, currency }) => ({ amount: amountOf(amount), currency: codeOf(currency) }),
    mistakes: [
      { kind: 'wrong-type', arguments: ({ amount, currency }) => ({ amount, currency: codeOf(currency) }) },
      { kind: 'wrong-format', arguments: ({ amount }) => ({ amount: amountOf(amount), currency: 'pesos' }) },
      {
        kind: 'wrong-name',
        arguments: ({ amount, currency }) => ({ number: amountOf(amount), currency: codeOf(currency) }),
      },
      { kind: 'missing-argument', arguments: ({ currency }) => ({ currency: codeOf(currency) }) },
    ],
    answer: ({ amount, currency }, observation) =>
      `In Spanish, ${amount} ${currency} is "${said(observation, 'words')}".`,
  }),
];
