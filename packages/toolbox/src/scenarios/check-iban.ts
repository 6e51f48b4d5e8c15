import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** Digits of the national part, for countries without check digits of their own in it. */
const LENGTHS: Readonly<Record<string, number>> = { DE: 18, AT: 16, CH: 17, LI: 17, LT: 16, LU: 16, DK: 14 };

/** A random account number in groups of four, with right check digits (ISO 13616: 98 − n mod 97) three times in four. */
function drawIban(random: Random): string {
  const country = random.pick(Object.keys(LENGTHS));
  const national = Array.from({ length: LENGTHS[country] ?? 0 }, () => random.int(10)).join('');
  const letters = [...country].map((letter) => letter.charCodeAt(0) - 55).join('');
  const wrong = random.int(4) === 0 ? 1n + BigInt(random.int(40)) : 0n;
  const check = ((97n - (BigInt(`${national}${letters}00`) % 97n) + wrong) % 97n) + 1n;
  const compact = `${country}${String(check).padStart(2, '0')}${national}`;
  return compact.match(/.{1,4}/g)?.join(' ') ?? compact;
}

const compact = (iban: string) => iban.replaceAll(' ', '');

export const checkIbanScenarios = [
  defineScenario({
    tool: 'check_iban',
    draw: (random) => ({ iban: drawIban(random) }),
    wordings: [
      'Is {iban} a valid IBAN?',
      'Before I transfer the rent: can the account {iban} exist?',
      'Someone gave me {iban} as their IBAN. Any typing error in it?',
      'Please validate the bank account {iban}.',
      'Which country and bank does the account {iban} belong to?',
      'Our payroll rejects {iban}. Are its check digits wrong?',
      'Can I send a SEPA payment to {iban}?',
      'What bank code is inside the IBAN {iban}, if it is correct?',
      'The invoice asks me to pay into {iban}; is that account number well formed?',
    ],
    patterns: { iban: /[A-Z]{2}\d\d(?: [0-9A-Z]{1,4}){3,7}/ },
    arguments: ({ iban }) => ({ iban: compact(iban) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ iban }) => ({ iban }) },
      { kind: 'wrong-name', arguments: ({ iban }) => ({ account: compact(iban) }) },
      { kind: 'wrong-format', arguments: ({ iban }) => ({ iban: compact(iban).toLowerCase() }) },
    ],
    answer: ({ iban }, observation) =>
      said(observation, 'valid') === 'true'
        ? `The IBAN ${iban} is valid: country ${said(observation, 'country')}, bank ${said(observation, 'bank')}, account ${said(observation, 'account')}.`
        : `The IBAN ${iban} is not valid: ${said(observation, 'problems')}.`,
  }),
];
