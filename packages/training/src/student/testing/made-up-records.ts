import { createRandom, type JsonObject, type Random } from '@imaginarium/contracts';

const CITIES = ['Paris', 'Oslo', 'New Delhi', 'Lima', 'Cape Town', 'Kyoto', 'Turin', 'Quito', 'Sydney', 'Porto'];
const MONEY = { dollars: 'USD', euros: 'EUR', yen: 'JPY', 'Swiss francs': 'CHF' } as const;
const MONTHS = ['January', 'March', 'June', 'August', 'October'];
const SAYINGS = ['good morning', 'where is the station', 'I am tired', 'two teas please', 'see you soon'];
const LANGUAGES = ['French', 'Finnish', 'Korean', 'Welsh'];
const TOPICS = ['loneliness', 'a wedding speech', 'old maps', 'the smell of rain', 'learning the piano'];

/** What people say around any question: all tools share these words. */
const ASIDES = [
  'I need this before lunch today.',
  'My neighbour asked me and I had no idea.',
  'Sorry to bother you with this again.',
  'It is for the back cover of our club magazine.',
  'We are settling a bet at the office.',
];

interface Made {
  readonly query: string;
  readonly arguments: JsonObject;
}

const pad = (value: number) => String(value).padStart(2, '0');

/** Five tools that exist nowhere, each asked for in several wordings. */
const TOOLS: Readonly<Record<string, { readonly about: string; readonly make: (random: Random) => Made }>> = {
  sky_report: {
    about: 'Weather of a place on a day',
    make: (random) => {
      const [place, month, day] = [random.pick(CITIES), random.int(MONTHS.length), 1 + random.int(28)];
      const year = 2020 + random.int(10);
      const date = `${MONTHS[month]} ${day}, ${year}`;
      const wordings = [`Will it rain in ${place} on ${date}?`, `On ${date}, how warm does ${place} get?`];
      const number = [1, 3, 6, 8, 10][month] as number;
      return { query: random.pick(wordings), arguments: { place, date: `${year}-${pad(number)}-${pad(day)}` } };
    },
  },
  swap_money: {
    about: 'Turns an amount of one currency into another',
    make: (random) => {
      const [from, to] = random.shuffle(Object.keys(MONEY) as (keyof typeof MONEY)[]);
      const amount = 1 + random.int(9000);
      const wordings = [
        `How many ${to} do I get for ${amount} ${from}?`,
        `Exchange ${amount} ${from} for ${to}, please.`,
      ];
      const codes = { from: MONEY[from as keyof typeof MONEY], to: MONEY[to as keyof typeof MONEY] };
      return { query: random.pick(wordings), arguments: { amount, ...codes } };
    },
  },
  ring_later: {
    about: 'Sets an alarm after some minutes',
    make: (random) => {
      const minutes = 1 + random.int(90);
      const isLoud = random.int(2) === 0;
      const wordings = [`Wake me in ${minutes} minutes`, `Set an alarm ${minutes} minutes from now`];
      return {
        query: `${random.pick(wordings)}${isLoud ? ', as loud as you can' : ''}.`,
        arguments: { minutes, ...(isLoud ? { volume: 'high' } : {}) },
      };
    },
  },
  say_abroad: {
    about: 'Says a sentence in another language',
    make: (random) => {
      const text = `${random.pick(SAYINGS)} ${random.int(1000)}`;
      const language = random.pick(LANGUAGES);
      const wordings = [`How do I say "${text}" in ${language}?`, `Put "${text}" into ${language}.`];
      return { query: random.pick(wordings), arguments: { text, language: language.toLowerCase() } };
    },
  },
  throw_dice: {
    about: 'Throws dice',
    make: (random) => {
      const [count, sides] = [1 + random.int(9), random.pick([4, 6, 8, 20])];
      const wordings = [
        `Throw ${count} dice of ${sides} sides.`,
        `Please roll ${count} times a die with ${sides} faces.`,
      ];
      return { query: random.pick(wordings), arguments: { notation: `${count}d${sides}` } };
    },
  },
};

export const MADE_UP_TOOLS = Object.keys(TOOLS);

export interface MadeUpRecord {
  readonly messages: JsonObject[];
  readonly tools?: JsonObject[];
}

/** Records in OpenAI's fine-tuning format: `each` calls a tool of `names`, and half as many queries that no tool serves. */
export function makeRecords(names: readonly string[], each: number, seed: number): MadeUpRecord[] {
  const random = createRandom(seed);
  const tools = Object.entries(TOOLS).map(([name, { about }]) => ({
    type: 'function',
    function: { name, description: about, parameters: { type: 'object', properties: {} } },
  }));
  const records: MadeUpRecord[] = [];
  for (const name of names) {
    for (let at = 0; at < each; at++) {
      const made = TOOLS[name]?.make(random);
      if (made === undefined) throw new RangeError(`no made-up tool ${name}`);
      records.push({ messages: callMessages(name, made, random.pick(ASIDES)), tools: random.shuffle(tools) });
    }
  }
  for (let at = 0; at < each / 2; at++) {
    const query = `Tell me something about ${random.pick(TOPICS)} and ${random.pick(TOPICS)}, number ${at}.`;
    const answer = { role: 'assistant', content: 'None of my tools does that.' };
    records.push({ messages: [{ role: 'user', content: query }, answer], tools: random.shuffle(tools) });
  }
  return random.shuffle(records);
}

function callMessages(name: string, made: Made, aside: string): JsonObject[] {
  const id = 'call00001';
  const called = { name, arguments: JSON.stringify(made.arguments) };
  return [
    { role: 'user', content: `${aside} ${made.query}` },
    { role: 'assistant', tool_calls: [{ id, type: 'function', function: called }] },
    { role: 'tool', tool_call_id: id, content: '{"result":"fine"}' },
    { role: 'assistant', content: 'It came out as fine.' },
  ];
}

export function toJsonl(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
