import type { ToolDefinition } from '@imaginarium/contracts';

/** A request that one tool plainly serves. */
export interface SmokeQuestion {
  readonly query: string;
  /** The tool that serves it. */
  readonly tool: string;
}

const text = (description: string) => ({ type: 'string', description });

export const SMOKE_TOOLS: readonly ToolDefinition[] = [
  {
    name: 'get_weather',
    description: 'Current weather of a city.',
    parameters: { type: 'object', properties: { city: text('Name of the city.') }, required: ['city'] },
  },
  {
    name: 'convert_currency',
    description: 'Converts an amount of money at today’s rate.',
    parameters: {
      type: 'object',
      properties: {
        amount: { type: 'number' },
        from: text('ISO 4217 code, such as EUR.'),
        to: text('ISO 4217 code, such as EUR.'),
      },
      required: ['amount', 'from', 'to'],
    },
  },
  {
    name: 'find_flights',
    description: 'Scheduled flights between two airports on a day.',
    parameters: {
      type: 'object',
      properties: {
        from: text('IATA code of the airport.'),
        to: text('IATA code of the airport.'),
        date: { type: 'string', format: 'date' },
      },
      required: ['from', 'to', 'date'],
    },
  },
  {
    name: 'set_reminder',
    description: 'Sets a reminder for the user.',
    parameters: {
      type: 'object',
      properties: { about: text('What to be reminded of.'), minutes: { type: 'integer', description: 'From now.' } },
      required: ['about', 'minutes'],
    },
  },
  {
    name: 'list_unread_mail',
    description: 'Lists the subjects of the user’s unread mail.',
    parameters: { type: 'object', properties: {} },
  },
];

export const SMOKE_QUESTIONS: readonly SmokeQuestion[] = [
  { query: 'What is the weather like in Lisbon right now?', tool: 'get_weather' },
  { query: 'How much is 250 US dollars in euros at today’s rate?', tool: 'convert_currency' },
  { query: 'Which flights go from JFK to LHR on 2031-05-14?', tool: 'find_flights' },
  { query: 'Remind me in 20 minutes to take the bread out of the oven.', tool: 'set_reminder' },
  { query: 'Do I have any unread mail?', tool: 'list_unread_mail' },
  { query: 'Is it raining in Nairobi at the moment?', tool: 'get_weather' },
  { query: 'Convert 1800 Japanese yen to Swiss francs.', tool: 'convert_currency' },
  { query: 'List the flights from Frankfurt (FRA) to Singapore (SIN) on 2031-11-02.', tool: 'find_flights' },
  { query: 'In 90 minutes, remind me to call Dr. O’Neill about the "B-12" results.', tool: 'set_reminder' },
  { query: 'Show me the subjects of my unread messages.', tool: 'list_unread_mail' },
];
