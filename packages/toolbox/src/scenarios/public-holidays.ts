import { isJsonObject, type JsonValue } from '@imaginarium/contracts';
import { getCountryCode, type TCountryCode } from 'countries-list';
import { defineScenario } from './define-scenario.ts';
import { drawMonth } from './draw-date.ts';
import { bareCountry, countryName, inSentence } from './large-cities.ts';
import { said } from './said.ts';

/** Countries whose calendar the holiday data has. */
const COUNTRIES = (
  'AD AE AG AL AM AO AR AT AU BB BD BE BG BJ BO BR BS BW BY BZ CA CH CI CL CM CN CO CR CU CY CZ DE DK DO EC EE EG ES ' +
  'ET FI FJ FR GA GB GE GH GR GT GY HN HR HT HU ID IE IL IN IS IT JM JP KE KR LI LT LU LV MA MC MD ME MG MT MU MX MY ' +
  'MZ NA NG NI NL NO NZ PA PE PH PL PT PY RO RS RW SE SG SI SK SM SN SV TH TN TO TR TW TZ UA UG US UY VE VN ZA ZM ZW'
)
  .split(' ')
  .map((code) => countryName(code as TCountryCode))
  .filter((name) => /^[A-Z][A-Za-z ]+$/.test(name))
  .map(inSentence);

const codeOf = (country: string) => getCountryCode(bareCountry(country)) || country;
const atStart = (country: string) => country.replace(/^t/, 'T');

export const publicHolidaysScenarios = [
  defineScenario({
    tool: 'public_holidays',
    draw: (random) => ({ country: random.pick(COUNTRIES), year: String(1990 + random.int(60)) }),
    wordings: [
      'Which public holidays does {country} have in {year}?',
      'List the days off that the law gives people in {country} for {year}.',
      'How many public holidays are there in {country} during {year}?',
      'I schedule deliveries to {country}; on which days of {year} is everything closed?',
      'For the {year} staff calendar of our office in {country} I need all bank holidays.',
      'When can workers in {country} stay at home in {year}? I mean official holidays.',
      'Our branch in {country} wants a list of red-letter days, {year}.',
      'Plan for {year}: what are the official holidays of {country}?',
      'In {year}, which dates are holidays throughout {country}?',
    ],
    patterns: { country: /(?:the )?[A-Z][A-Za-z ]+/, year: /\d{4}/ },
    arguments: ({ country, year }) => ({ country: codeOf(country), year: Number(year) }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ country, year }) => ({ country: bareCountry(country), year: Number(year) }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ country, year }) => ({ country: codeOf(country).toLowerCase(), year: Number(year) }),
      },
      { kind: 'wrong-type', arguments: ({ country, year }) => ({ country: codeOf(country), year }) },
      { kind: 'missing-argument', arguments: ({ country }) => ({ country: codeOf(country) }) },
    ],
    answer: ({ country, year }, observation) =>
      `${atStart(country)} has ${said(observation, 'count')} public holidays in ${year}: ${listed(observation)}.`,
  }),
  defineScenario({
    tool: 'public_holidays',
    draw: (random) => ({
      country: random.pick(COUNTRIES),
      year: String(1990 + random.int(60)),
      month: drawMonth(random),
    }),
    wordings: [
      'Are there public holidays in {country} in {month} {year}?',
      'I travel to {country} in {month} {year}. On which days will shops be shut?',
      'Which days of {month} {year} are official holidays in {country}?',
      'For payroll in {country}: how many holidays fall into {month} {year}?',
      'Check {month} {year} for days off in {country}.',
      'Does {country} celebrate anything officially during {month} {year}?',
      'Our partner in {country} may be closed in {month} {year}; tell me when.',
      'Give me only the holidays of {country} that lie in {month} {year}.',
      'During {month} {year}, when do people in {country} get a day off by law?',
    ],
    patterns: { country: /(?:the )?[A-Z][A-Za-z ]+/, year: /\d{4}/, month: /[A-Z][a-z]+/ },
    arguments: ({ country, year, month }) => ({
      country: codeOf(country),
      year: Number(year),
      month: month.slice(0, 3).toLowerCase(),
    }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ country, year, month }) => ({ country: codeOf(country), year: Number(year), month }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ country, year, month }) => ({
          country: bareCountry(country),
          year: Number(year),
          month: month.slice(0, 3).toLowerCase(),
        }),
      },
      { kind: 'missing-argument', arguments: ({ country, month }) => ({ country: codeOf(country), month }) },
    ],
    answer: ({ country, year, month }, observation) =>
      said(observation, 'count') === '0'
        ? `${atStart(country)} has 0 public holidays in ${month} ${year}.`
        : `Public holidays of ${country} in ${month} ${year}: ${said(observation, 'count')}, namely ${listed(observation)}.`,
  }),
];

function listed(observation: JsonValue): string {
  const holidays = isJsonObject(observation) && Array.isArray(observation.holidays) ? observation.holidays : [];
  return holidays.map((holiday) => `${said(holiday, 'name')} (${said(holiday, 'date')})`).join(', ');
}
