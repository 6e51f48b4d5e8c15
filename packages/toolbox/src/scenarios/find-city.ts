import type { JsonValue } from '@imaginarium/contracts';
import { getCountryCode } from 'countries-list';
import { defineScenario } from './define-scenario.ts';
import { bareCountry, countryName, inSentence, largeCities } from './large-cities.ts';
import { said } from './said.ts';

const name = /[A-Z][a-z]+(?: [A-Z][a-z]+)?/;

export const findCityScenarios = [
  defineScenario({
    tool: 'find_city',
    draw: (random) => ({ city: random.pick(largeCities).name }),
    wordings: [
      'Where on the globe is {city}?',
      'What are the coordinates of {city}?',
      'How many people live in {city}?',
      'I want to pin {city} on a map; which latitude and longitude do I enter?',
      'Give me the position of the city called {city}.',
      'For a table of towns I lack the population of {city}.',
      'At which latitude does {city} lie?',
      'Look up {city} and tell me how big and where it is.',
      'The census column for {city} is empty. What is its number of inhabitants?',
      'My weather station needs decimal degrees for {city}.',
    ],
    patterns: { city: name },
    arguments: ({ city }) => ({ name: city }),
    mistakes: [
      { kind: 'wrong-name', arguments: ({ city }) => ({ city }) },
      { kind: 'wrong-format', arguments: ({ city }) => ({ name: `${city}, the largest` }) },
      { kind: 'extra-argument', arguments: ({ city }) => ({ name: city, fields: ['lat', 'lon', 'population'] }) },
    ],
    answer: (_, observation) => located(observation),
  }),
  defineScenario({
    tool: 'find_city',
    draw: (random) => {
      const city = random.pick(largeCities);
      return { city: city.name, country: inSentence(countryName(city.country)) };
    },
    wordings: [
      'Where exactly is {city} in {country}?',
      'What are the coordinates of {city}, {country}?',
      'How large is the population of {city} ({country})?',
      'In {country} there is a city named {city}; at what latitude and longitude?',
      'I mean the {city} of {country}: how many inhabitants does it have?',
      'Our depot moves to {city}, {country}. Which decimal degrees go on the map?',
      'Among the cities of {country}, find {city} and say where it lies.',
      'The atlas of {country} shows {city}, but no figures. How many people live there?',
      'Locate {city} for me, the one in {country}.',
    ],
    patterns: { city: name, country: /(?:the )?[A-Z][A-Za-z ]+/ },
    arguments: ({ city, country }) => ({ name: city, country: codeOf(country) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ city, country }) => ({ name: city, country: bareCountry(country) }) },
      {
        kind: 'wrong-format',
        arguments: ({ city, country }) => ({ name: city, country: codeOf(country).toLowerCase() }),
      },
      { kind: 'wrong-format', arguments: ({ city, country }) => ({ name: `${city}, ${bareCountry(country)}` }) },
      { kind: 'wrong-name', arguments: ({ city, country }) => ({ city, country: codeOf(country) }) },
    ],
    answer: (_, observation) => located(observation),
  }),
];

function codeOf(country: string): string {
  return getCountryCode(bareCountry(country)) || country;
}

function located(observation: JsonValue): string {
  const [lat, lon] = [said(observation, 'lat'), said(observation, 'lon')];
  return `${said(observation, 'name')} (${said(observation, 'country')}) lies at latitude ${lat}, longitude ${lon}, and has ${said(observation, 'population')} inhabitants.`;
}
