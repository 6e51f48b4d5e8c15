import type { Random } from '@imaginarium/contracts';
import type { Scenario } from './scenario.ts';
import { renderWording } from './wording.ts';

/** Requests that no tool of the toolbox serves: writing, advice, opinion, and errands in a world that it cannot reach. */
const TEMPLATES: readonly string[] = [
  'Write a short poem about {thing}.',
  'How do I tell my {person} that I am moving out?',
  'Suggest a name for a shop that sells {goods}.',
  'What is a good present for my {person}, who loves {hobby}?',
  'Can you explain {idea} to a ten-year-old?',
  'Give me three tips for getting better at {hobby}.',
  'Which novel should I read if I liked {book}?',
  'Order me some {food} for tonight.',
  'Book a table for {count} at a restaurant that does good {food}.',
  'Turn the heating down in the {room}, please.',
  'Play something calm while I am busy with {hobby}.',
  'Remind me to call my {person} this evening.',
  'Draft a polite reply to a {person} who cancelled on me.',
  'What went wrong in the history of {idea}?',
  'Why do my {goods} smell odd after a week?',
  'Summarise the plot of {book} in two sentences.',
  'Who would win a debate about {idea}, an optimist or a cynic?',
  'How can I make my {room} look bigger?',
  'Is it rude to bring {food} to a wedding?',
  'I need a toast for the retirement of my {person}.',
  'What is the weather doing in {town} right now?',
  'How much does a flight to {town} cost next weekend?',
  'Is there a strike on the trains around {town}?',
  'Find me a flat in {town} with a balcony.',
  'Who is the mayor of {town} these days?',
  'Translate a love letter about {thing} into Welsh.',
  'Sing me something about {thing}.',
  'Tell me a joke about {goods}.',
  'Recommend a podcast on {idea}.',
  'What keeps {food} fresh for a few days?',
  'What recipe would you make with {food} and not much else?',
  'My {person} snores. What can I do?',
  'How do I start with {hobby} without spending much?',
  'Compose a limerick about a {person} who collects {goods}.',
  'Cancel my subscription to the magazine about {hobby}.',
  'Send a card to my {person} with some kind words.',
  'What did critics think of {book}?',
  'Could you proofread my essay on {idea}?',
  'Describe a painting that shows {thing}.',
  'Which side of the {room} should the bed be on?',
  'How do I get stains of {food} out of a shirt?',
  'Give me an outline for a talk on {idea}.',
  'Should I adopt a second cat if I already keep {goods}?',
  'What questions should I ask at an interview for a job in {field}?',
  'Is a career in {field} still a good idea?',
  'Write a cover letter for a post in {field}.',
  'What do people in {field} complain about most?',
  'Turn off every light except the one in the {room}.',
  'Buy two tickets for the match in {town}.',
  'How do I apologise to my {person} after a quarrel over {food}?',
  'Invent a board game about {field}.',
  'What would a day in the life of {thing} look like?',
  'Make up a bedtime story with {thing} in it.',
  'Does {hobby} help against stress?',
  'Plan a lazy afternoon around {hobby} and {food}.',
  'Which plants would thrive in a dark {room}?',
  'How do I haggle over {goods} at a flea market?',
  'What is the best argument against {idea}?',
  'Teach me how to hold a conversation about {book}.',
  'Help me choose between {hobby} and learning the piano.',
  'Where did I leave my keys, the {room} or the car?',
  'Post a photo of {food} to my account.',
  'Who invented {goods}, and were they happy?',
  'How loud may a party in {town} be after ten?',
];

/** Requests about a request: they hold the words of one that a tool serves, and ask for something else. None begins as one does. */
const NEAR_TEMPLATES: readonly string[] = [
  'Turn this question into a limerick, please: "{query}"',
  'Guess the mood of somebody who writes: "{query}"',
  'Overheard on a tram: "{query}" Invent the rest of that conversation.',
  'Leave the answer out and tell a child what is meant by this: "{query}"',
  'Somebody asked at a wedding: "{query}" Describe the silence that followed.',
  'Put this into the words of a pirate, without replying to it: "{query}"',
  'Draft a complaint about always being asked: "{query}"',
  'Rate from one to ten how dull it is to hear: "{query}"',
  'Translate the tone, not the content, for my {person}: "{query}"',
  'Sketch a cartoon in which a {person} says: "{query}"',
  'Politely decline for me, to a {person} who wants to know: "{query}"',
  'Imagine a diary entry of a {person} who cannot stop thinking: "{query}"',
];

/** What people add behind a request; more than half of them add nothing. */
const AFTERTHOUGHTS: readonly string[] = [
  ...Array.from({ length: 12 }, () => ''),
  ' It matters to my {person}.',
  ' My {person} is listening, by the way.',
  ' I am in {town} at the moment.',
  ' Bear in mind that I work in {field}.',
  ' I asked my {person} already.',
  ' I am busy with {hobby}, so be quick.',
  ' I only have {count} minutes.',
  ' My {person} and I disagree about it.',
  ' Answer as if you had spent years in {field}.',
  ' I will read it out to {count} friends.',
  ' A {person} of mine in {town} dared me to ask.',
];

const POOLS: Readonly<Record<string, readonly string[]>> = {
  thing: [
    ...['the sea in winter', 'an old lighthouse', 'a lost glove', 'the last tram', 'a sleepy fox', 'fog', 'a snail'],
    ...['an empty station', 'my first bicycle', 'a broken kite', 'rain on a tin roof', 'a proud heron', 'harvest time'],
  ],
  person: [
    ...['sister', 'boss', 'flatmate', 'grandmother', 'neighbour', 'cousin', 'best friend', 'uncle', 'landlady'],
    ...['brother-in-law', 'old teacher', 'tennis partner', 'niece', 'trainer', 'colleague', 'stepfather', 'pen pal'],
  ],
  goods: [
    ...['candles', 'second-hand records', 'teapots', 'houseplants', 'umbrellas', 'wooden toys', 'rugs', 'bicycles'],
    ...['fountain pens', 'hammocks', 'mirrors', 'postcards', 'woollen hats', 'garden gnomes', 'picture frames'],
  ],
  hobby: [
    ...['gardening', 'watercolours', 'bouldering', 'baking bread', 'birdwatching', 'knitting', 'rowing', 'juggling'],
    ...['pottery', 'letter writing', 'ballroom dancing', 'beekeeping', 'archery', 'calligraphy', 'whittling'],
  ],
  idea: [
    ...['inflation', 'stoicism', 'democracy', 'evolution', 'free will', 'supply and demand', 'jazz', 'minimalism'],
    ...['nostalgia', 'common law', 'irony', 'fair trade', 'romanticism', 'public transport', 'peer review'],
  ],
  book: [
    ...['Moby-Dick', 'Emma', 'Dracula', 'Middlemarch', 'Walden', 'Candide', 'Don Quixote', 'Jane Eyre', 'Ulysses'],
    ...['Frankenstein', 'Persuasion', 'The Odyssey', 'Oliver Twist', 'Anna Karenina', 'Treasure Island', 'Faust'],
  ],
  food: [
    ...['dumplings', 'lentil soup', 'sourdough', 'goat cheese', 'rhubarb', 'smoked trout', 'apple cake', 'ramen'],
    ...['stuffed peppers', 'pickled onions', 'mango chutney', 'barley risotto', 'pancakes', 'couscous', 'paella'],
  ],
  room: ['kitchen', 'hallway', 'attic', 'living room', 'study', 'bathroom', 'bedroom', 'cellar', 'nursery', 'pantry'],
  town: [
    ...['Bergen', 'Ghent', 'Porto', 'Leeds', 'Graz', 'Turku', 'Kyoto', 'Valencia', 'Boston', 'Perth'],
    ...['Utrecht', 'Bologna', 'Split', 'Galway', 'Malmo', 'Quito', 'Hobart', 'Nantes', 'Gdansk', 'Dakar'],
  ],
  field: [
    ...['nursing', 'carpentry', 'journalism', 'archaeology', 'logistics', 'teaching', 'forestry', 'banking'],
    ...['plumbing', 'publishing', 'physiotherapy', 'stage design', 'tourism', 'bookbinding', 'social work'],
  ],
  count: ['two', 'three', 'four', 'five', 'six', 'eight'],
};

/** A request that sounds like one of the given scenarios' tool, and that it does not serve. */
export function imagineNearMiss(scenarios: readonly Scenario[], earlier: readonly string[], random: Random): string {
  return drawNew(earlier, () => {
    const scenario = random.pick(scenarios);
    const request = renderWording(random.pick(scenario.wordings), scenario.draw(random));
    return fill(random.pick(NEAR_TEMPLATES), random).replace('{query}', () => request);
  });
}

/** A request that none of the toolbox's tools serves, new where the earlier ones leave a choice. */
export function imagineNoCallQuery(earlier: readonly string[], random: Random): string {
  return drawNew(earlier, () => fill(`${random.pick(TEMPLATES)}${random.pick(AFTERTHOUGHTS)}`, random));
}

function drawNew(earlier: readonly string[], draw: () => string): string {
  const taken = new Set(earlier);
  let query = '';
  for (let attempt = 0; attempt < 8; attempt++) {
    query = draw();
    if (!taken.has(query)) break;
  }
  return query;
}

function fill(template: string, random: Random): string {
  return template
    .replace(/\{(\w+)\}/g, (slot, pool: string) => {
      const words = POOLS[pool];
      return words ? random.pick(words) : slot;
    })
    .replace(/\b(a)(?= [aeio]| uncle)/gi, '$1n');
}
