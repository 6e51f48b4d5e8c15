import { isJsonObject } from '@imaginarium/contracts';
import { countries, getCountryCode } from 'countries-list';
import { defineScenario } from './define-scenario.ts';
import { bareCountry, inSentence } from './large-cities.ts';
import { said } from './said.ts';

const COUNTRIES = Object.values(countries)
  .filter(({ capital, currency, languages }) => capital && currency.length > 0 && languages.length > 0)
  .map(({ name }) => name)
  .filter((name) => /^[A-Z][A-Za-z ]+$/.test(name) && getCountryCode(name))
  .map(inSentence);
/** What people call a fact, and the name under which it is offered. */
const FACTS: Readonly<Record<string, string>> = {
  'capital city': 'capital',
  'currency code': 'currency',
  'national language': 'languages',
  'calling code': 'calling_code',
  continent: 'continent',
  'native name': 'native_name',
};

export const countryFactsScenarios = [
  defineScenario({
    tool: 'country_facts',
    draw: (random) => ({ fact: random.pick(Object.keys(FACTS)), country: random.pick(COUNTRIES) }),
    wordings: [
      'What is the {fact} of {country}?',
      'I need the {fact} for {country}.',
      'Name the {fact} that {country} has.',
      'In the column {fact}, what do I write for {country}?',
      'Crossword: {country}, its {fact}. What fits?',
      'My form about {country} asks for a {fact}; fill that in for me.',
      'Thinking of {country}: which {fact} belongs to it?',
      'Do you happen to know the {fact} that goes with {country}?',
      'For {country} I am missing one thing, the {fact}.',
      'Tell me about {country}, but only its {fact}.',
    ],
    patterns: { fact: new RegExp(Object.keys(FACTS).join('|')), country: /(?:the )?[A-Z][A-Za-z ]+/ },
    arguments: ({ fact, country }) => ({ country: bareCountry(country), fact: FACTS[fact] ?? fact }),
    mistakes: [
      {
        kind: 'wrong-format',
        arguments: ({ fact, country }) => ({
          country: getCountryCode(bareCountry(country)) || '',
          fact: FACTS[fact] ?? fact,
        }),
      },
      {
        kind: 'wrong-format',
        arguments: ({ fact, country }) => ({ country: bareCountry(country), fact: fact.toUpperCase() }),
      },
      { kind: 'missing-argument', arguments: ({ country }) => ({ country: bareCountry(country) }) },
      {
        kind: 'wrong-name',
        arguments: ({ fact, country }) => ({ name: bareCountry(country), fact: FACTS[fact] ?? fact }),
      },
    ],
    answer: ({ fact, country }, observation) => {
      const key = isJsonObject(observation) ? Object.keys(observation).find((name) => name !== 'country') : undefined;
      return `For ${country} the ${fact} is: ${said(observation, key ?? '')}.`;
    },
  }),
];
