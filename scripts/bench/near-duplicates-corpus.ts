import { createRandom, type Random } from '@imaginarium/contracts';

export interface PlantedCorpus {
  readonly texts: readonly string[];
  /** For each text the text that it rewords, or -1. */
  readonly plantedOf: Int32Array;
}

const SYLLABLES =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bra cle dri fli gro pla sti tra'.split(' ');
const OPENINGS = [
  'Can you tell me',
  'I need to know',
  'What is',
  'Please find',
  'Could you look up',
  'Help me with',
  'Show me',
  'Give me',
];
const ASKS = [
  'the opening hours of',
  'the forecast near',
  'a cheap flight from',
  'the exchange rate at',
  'three reviews about',
  'the latest news on',
  'a recipe with',
  'the distance to',
  'the schedule for',
  'a good hotel by',
];
const CLOSINGS = [
  'for next week',
  'before Friday',
  'in euros',
  'for two people',
  'as a short list',
  'today',
  'by email',
];

/**
 * Queries as people type them (some of 20 characters, some of 200), one in five of which is an earlier one reworded:
 * a typing slip, a word left out or exchanged, an opening or closing added, other case or spacing.
 */
export function createPlantedCorpus(count: number, seed: number): PlantedCorpus {
  const random = createRandom(`near-duplicates/${seed}`);
  const vocabulary = Array.from({ length: 20_000 }, () => word(random));
  const texts: string[] = [];
  const plantedOf = new Int32Array(count).fill(-1);
  for (let at = 0; at < count; at++) {
    const source = at > 0 && random.next() < 0.2 ? random.int(at) : -1;
    if (source >= 0 && plantedOf[source] === -1) {
      plantedOf[at] = source;
      texts.push(reword(texts[source] as string, random, vocabulary));
    } else texts.push(query(random, vocabulary));
  }
  return { texts, plantedOf };
}

function query(random: Random, vocabulary: readonly string[]): string {
  // A quarter are short: a few words and nothing else.
  const short = random.next() < 0.25;
  const words = Array.from({ length: short ? 3 + random.int(3) : 4 + random.int(14) }, () => random.pick(vocabulary));
  if (short) return words.join(' ');
  const closing = random.next() < 0.5 ? ` ${random.pick(CLOSINGS)}` : '';
  return `${random.pick(OPENINGS)} ${random.pick(ASKS)} ${words.join(' ')}${closing}?`;
}

function reword(text: string, random: Random, vocabulary: readonly string[]): string {
  let words = text.split(' ');
  const edits = words.length > 8 ? 1 + random.int(2) : 1;
  for (let edit = 0; edit < edits; edit++) {
    const at = random.int(words.length);
    const old = words[at] as string;
    const kind = random.int(6);
    if (kind === 0) words[at] = slip(old, random);
    else if (kind === 1) words.splice(at, 1);
    else if (kind === 2) words[at] = random.pick(vocabulary);
    else if (kind === 3) words = [...random.pick(OPENINGS).split(' '), ...words];
    else if (kind === 4) words = [...words, ...random.pick(CLOSINGS).split(' ')];
    else words = words.map((each) => (random.next() < 0.3 ? each.toUpperCase() : each));
  }
  return words.join(random.next() < 0.1 ? '  ' : ' ');
}

function slip(text: string, random: Random): string {
  const at = random.int(text.length);
  return random.next() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : `${text.slice(0, at)}e${text.slice(at)}`;
}

function word(random: Random): string {
  return Array.from({ length: 2 + random.int(3) }, () => random.pick(SYLLABLES)).join('');
}
