import type { JsonObject, JsonValue } from '@imaginarium/contracts';
import { createScriptedModel } from '@imaginarium/contracts/testing';
import { describe, expect, it } from 'vitest';
import { makeTool, makeTrial } from '../test/trial-fixture.ts';
import { curationConfigSchema } from './curation-config.ts';
import { createContaminationCheck } from './decontaminate.ts';
import { filterByExecution } from './execution-filter.ts';
import { groundCandidate } from './ground-candidate.ts';
import { paraphraseExample } from './paraphrase-example.ts';
import { createRowModel } from './row-model.ts';

const config = curationConfigSchema.parse({ paraphrase: { attempts: 1 } });

/** Grounds a call with a judge that says yes, then offers one rewording to a judge that says `same` or not. */
async function reword(args: JsonObject, seed: string, rewording: string, same: boolean) {
  const tool = makeTool('tool', PROPERTIES);
  const trial = makeTrial('tool/0/0', seed, { args });
  const candidate = { ...filterByExecution([trial], [tool], ['live']).kept[0]!, judgement: null };
  const generous = createScriptedModel(() => JSON.stringify({ derivable: choicesIn(args) }));
  const grounded = await groundCandidate(candidate, { config, judge: createRowModel(generous) });
  if (!('grounding' in grounded)) throw new Error(`the seed is not grounded: ${grounded.reason}`);
  const judge = createScriptedModel(() => JSON.stringify({ same, reason: 'read' }));
  const { examples, removals } = await paraphraseExample(grounded, 1, {
    paraphrase: createRowModel(createScriptedModel(() => rewording)),
    judge: createRowModel(judge),
    config,
    heldOut: createContaminationCheck([], 0.6),
  });
  return { accepted: examples.length, reason: removals[0]?.reason ?? '', asked: judge.requests.length };
}
/** One yes for each value that rules do not read in these queries. */
const choicesIn = (args: JsonObject) => Object.values(args).flatMap((value) => (isJudged(value) ? [true] : []));
const isJudged = (value: JsonValue) => typeof value === 'boolean' || value === 'metric';

const PROPERTIES = { unit: { enum: ['metric', 'imperial'] }, archived: { type: 'boolean' } };
const HASH = 'Hash the text "AbC" for me';

type Row = readonly [what: string, args: JsonObject, seed: string, rewording: string];

describe('a rewording that asks for something else', () => {
  it.each<Row>([
    ['a file in a longer name', { file: 'a.txt' }, 'Size of a.txt?', 'How large is a.txt.bak?'],
    ['a host in a longer name', { mail: 'ann@x.org' }, 'Is ann@x.org valid?', 'Could I write to ann@x.org.uk?'],
    ['another mile', { to: 'miles' }, 'What is 5 km in miles?', 'How many nautical miles make up 5 km?'],
    ['a negation', { diet: 'vegan' }, 'Find vegan recipes', 'Recipes that are not vegan, please'],
    ['thousands', { count: 5 }, 'Show 5 rows', 'List 5 thousand rows'],
    ['millions', { count: 3 }, 'Draw 3 lots', 'I would like 3 million lots drawn'],
    ['a hundredth', { rate: 0.05 }, 'Interest at 5% a year?', 'What interest do I get at 0.05% yearly?'],
    ['basis points', { rate: 5 }, 'Interest at 5% a year?', 'What interest do I get at 5 basis points yearly?'],
    ['another unit', { height: 180 }, 'Ideal weight at 180 cm?', 'At 180 inches, what should one weigh?'],
    [
      'the other sides',
      { from: 'Berlin', to: 'Rome' },
      'Trains from Berlin to Rome',
      'Trains to Berlin from Rome, please',
    ],
    [
      'languages on the other sides',
      { source: 'en', target: 'fr' },
      'From English to French: hello',
      'Say hello to English from French',
    ],
    ['lower case in quotes', { text: 'AbC' }, HASH, 'What is the hash of "abc"?'],
    ['lower case', { text: 'AbC' }, 'Hash AbC', 'What is the hash of abc?'],
    ['punctuation in quotes', { text: 'Hello, world!' }, 'Hash "Hello, world!"', 'What is the hash of hello world?'],
    ['a dot', { path: 'a.b' }, 'Read the key a.b', 'What does the key a b hold?'],
    ['a singular in quotes', { word: 'cars' }, 'Count letters of "cars"', 'How many letters has "car"?'],
    ['the other side of a bound', { price: 50 }, 'Shoes over 50 dollars', 'Which shoes cost under 50 dollars?'],
    ['the other side of a date', { date: '2026-05-03' }, 'Sales before 2026-05-03', 'Show the sales since 2026-05-03'],
    ['the other half of the day', { hour: 3 }, 'What runs at 3 am?', 'Which jobs start at 3 pm?'],
    ['the other hemisphere', { lat: 48.1 }, 'Time zone at 48.1 N', 'Which time zone lies at 48.1 S?'],
    ['a date in two readings', { date: '2026-03-05' }, 'Sales on 5 March 2026', 'What was sold on 5/3/2026?'],
    ['a lost repeat in a list', { list: [3, 3, 2] }, 'The mean of 3, 3 and 2', 'What do 3 and 2 average to?'],
    ['a lost repeat', { n: 3, k: 3 }, 'Choose 3 of 3 items', 'How many ways to choose 3 items?'],
  ])('is refused by rules alone: %s', async (_, args, seed, rewording) => {
    const { accepted, reason, asked } = await reword(args, seed, rewording, true);
    expect({ accepted, asked }).toEqual({ accepted: 0, asked: 0 });
    expect(reason).toMatch(/^it (?:loses|turns|swaps|leaves open)/);
  });

  it.each<Row>([
    ['a choice', { unit: 'metric' }, 'Weather in degrees Celsius', 'How is the weather, in Fahrenheit?'],
    ['a boolean', { archived: true }, 'Notes, archived ones too', 'List the notes without archived ones'],
    ['a longer place name', { city: 'York' }, 'Weather in York', 'How is the sky over New York?'],
    ['a place elsewhere', { city: 'Paris' }, 'Weather in Paris', 'How is the sky over Paris, Texas?'],
    ['a singular', { query: 'cars' }, 'Search for cars', 'I am looking for a car'],
    [
      'languages in the other order',
      { source: 'en', target: 'fr' },
      'English into French: hello',
      'French hello: English?',
    ],
    ['another question', { country: 'Peru' }, 'How many inhabitants has Peru?', 'What are the coordinates of Peru?'],
  ])('is shown to the judge, whose no refuses it: %s', async (_, args, seed, rewording) => {
    const refused = await reword(args, seed, rewording, false);
    expect(refused).toEqual({ accepted: 0, asked: 1, reason: 'it does not ask the same: read (judge)' });
    expect(await reword(args, seed, rewording, true)).toEqual({ accepted: 1, asked: 1, reason: '' });
  });
});

describe('a rewording that asks for the same', () => {
  it.each<Row>([
    ['a name in capitals', { city: 'Paris' }, 'Weather in Paris', 'How is the sky over PARIS?'],
    ['a URL of the host', { host: 'x.org' }, 'Is x.org up?', 'Can https://www.x.org be reached?'],
    ['thousands in words', { count: 5000 }, 'Show 5000 rows', 'List 5 thousand rows'],
    ['metres', { length: 5 }, 'How many feet are 5 m?', '5 metres: what is that in feet?'],
    ['a percentage in words', { rate: 5 }, 'Interest at 5% a year?', 'What interest do I get at 5 percent yearly?'],
    ['a share', { rate: 0.05 }, 'Interest at 5% a year?', 'What interest do I get at a yearly rate of 0.05?'],
    ['a unit in full', { height: 180 }, 'Ideal weight at 180 cm?', 'At 180 centimetres, what should one weigh?'],
    [
      'the sides kept',
      { from: 'Berlin', to: 'Rome' },
      'Trains from Berlin to Rome',
      'Trains to Rome from Berlin, please',
    ],
    ['other quotes', { text: 'AbC' }, HASH, 'What is the hash of “AbC”?'],
    ['a bound in other words', { price: 50 }, 'Shoes up to 50 dollars', 'Which shoes cost no more than 50 dollars?'],
    ['the time on a 24-hour clock', { time: '15:00' }, 'What runs at 3 pm?', 'Which jobs start at 15:00?'],
    ['the hemisphere in words', { lat: 48.1 }, 'Time zone at 48.1 N', 'Which time zone lies at 48.1° north?'],
    [
      'days counted from the other end',
      { date: '2026-05-03' },
      'How many days before today was 2026-05-03?',
      'Count the days since 2026-05-03',
    ],
    ['one word for two', { n: 3, k: 3 }, 'Binomial of 3 and 3', 'Both n and k are 3: which binomial is that?'],
  ])('passes the rules: %s', async (_, args, seed, rewording) => {
    expect(await reword(args, seed, rewording, true)).toEqual({ accepted: 1, asked: 1, reason: '' });
  });
});
