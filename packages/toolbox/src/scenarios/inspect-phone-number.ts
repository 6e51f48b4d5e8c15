import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

interface Plan {
  readonly region: string;
  readonly country: string;
  readonly international: string;
  readonly national: string;
}

/** `#` is a drawn digit. Ranges that the national authorities (Ofcom, PTS, BNetzA, ARCEP, ACMA) keep free for fiction. */
const PLANS: readonly Plan[] = [
  { region: 'GB', country: 'the United Kingdom', international: '+44 20 7946 0###', national: '020 7946 0###' },
  { region: 'GB', country: 'the United Kingdom', international: '+44 161 496 0###', national: '0161 496 0###' },
  { region: 'GB', country: 'the United Kingdom', international: '+44 7700 900###', national: '07700 900###' },
  { region: 'SE', country: 'Sweden', international: '+46 8 465 004 ##', national: '08-465 004 ##' },
  { region: 'SE', country: 'Sweden', international: '+46 31 390 06 ##', national: '031-390 06 ##' },
  { region: 'DE', country: 'Germany', international: '+49 30 23125 ###', national: '030 23125 ###' },
  { region: 'DE', country: 'Germany', international: '+49 89 99998 ###', national: '089 99998 ###' },
  { region: 'FR', country: 'France', international: '+33 1 99 00 ## ##', national: '01 99 00 ## ##' },
  { region: 'FR', country: 'France', international: '+33 6 39 98 ## ##', national: '06 39 98 ## ##' },
  { region: 'AU', country: 'Australia', international: '+61 2 5550 ####', national: '(02) 5550 ####' },
];

const fill = (pattern: string, random: Random) => pattern.replaceAll('#', () => String(random.int(10)));
const regionOf = (country: string) => PLANS.find((plan) => plan.country === country)?.region ?? '';
const e164 = (number: string) => number.replaceAll(' ', '');

export const inspectPhoneNumberScenarios = [
  defineScenario({
    tool: 'inspect_phone_number',
    draw: (random) => ({ number: fill(random.pick(PLANS).international, random) }),
    wordings: [
      'Somebody called from {number}. Which country is that?',
      'Is {number} a mobile or a landline?',
      'How would locals write the phone number {number}?',
      'A missed call shows {number}; where does it come from?',
      'Please check whether {number} is a valid telephone number.',
      'Our contact form got {number}. Does such a phone line exist?',
      'What kind of line is {number}, and in which land?',
      'Put the number {number} into its national spelling.',
    ],
    patterns: { number: /\+\d[\d ]+\d/ },
    arguments: ({ number }) => ({ number: e164(number) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ number }) => ({ number }) },
      { kind: 'wrong-format', arguments: ({ number }) => ({ number: e164(number).replace('+', '00') }) },
      { kind: 'wrong-name', arguments: ({ number }) => ({ phone: e164(number) }) },
    ],
    answer: ({ number }, observation) =>
      `${number} is a number of ${said(observation, 'region')} (${said(observation, 'kind')}, ${validity(said(observation, 'valid'))}); nationally it is written ${said(observation, 'national')}.`,
  }),
  defineScenario({
    tool: 'inspect_phone_number',
    draw: (random) => {
      const plan = random.pick(PLANS);
      return { number: fill(plan.national, random), country: plan.country };
    },
    wordings: [
      'In {country} I was given the phone number {number}. How do I dial it from abroad?',
      'What is the international form of {number} from {country}?',
      'A friend in {country} says to ring {number}. Is that a mobile?',
      'Convert the telephone number {number} ({country}) to E.164.',
      'The hotel in {country} lists {number}; give me the number with its country prefix.',
      'Dialled within {country}, does {number} exist, and what type of line is it?',
      'My address book holds {number} for a shop in {country}. Add the country calling prefix.',
      'I noted {number} during a trip to {country}. Is it a proper phone number?',
    ],
    patterns: { number: /\(?0[\d() -]+\d/, country: /(?:the United Kingdom|Sweden|Germany|France|Australia)/ },
    arguments: ({ number, country }) => ({ number, region: regionOf(country) }),
    mistakes: [
      { kind: 'missing-argument', arguments: ({ number }) => ({ number }) },
      { kind: 'wrong-format', arguments: ({ number, country }) => ({ number, region: country.replace('the ', '') }) },
      { kind: 'wrong-name', arguments: ({ number, country }) => ({ number, country: regionOf(country) }) },
    ],
    answer: ({ number, country }, observation) =>
      `From abroad, ${number} in ${country} is ${said(observation, 'international')} (E.164: ${said(observation, 'e164')}); it is ${validity(said(observation, 'valid'))}, kind: ${said(observation, 'kind')}.`,
  }),
];

function validity(valid: string): string {
  return valid === 'true' ? 'valid' : 'not in use';
}
