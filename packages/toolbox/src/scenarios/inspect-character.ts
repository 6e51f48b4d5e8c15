import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** Ranges, both ends included, in which every code point has a name. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x00a1, 0x00ff], // Latin-1
  [0x0100, 0x017f], // Latin Extended-A
  [0x0391, 0x03a1], // Greek capitals
  [0x03b1, 0x03c9], // Greek small letters
  [0x0410, 0x044f], // Cyrillic
  [0x05d0, 0x05ea], // Hebrew
  [0x20a0, 0x20bf], // currency signs
  [0x2190, 0x21ff], // arrows
  [0x2200, 0x22ff], // mathematics
  [0x2500, 0x257f], // box drawing
  [0x25a0, 0x25ff], // geometric shapes
  [0x2654, 0x266f], // chess, cards, music
  [0x30a1, 0x30fa], // Katakana
];

function drawCodepoint(random: Random): string {
  const [first, last] = random.pick(RANGES);
  return `U+${(first + random.int(last - first + 1)).toString(16).toUpperCase().padStart(4, '0')}`;
}

export const inspectCharacterScenarios = [
  defineScenario({
    tool: 'inspect_character',
    draw: (random) => ({ codepoint: drawCodepoint(random) }),
    wordings: [
      'What is the Unicode name of {codepoint}?',
      'Which character is {codepoint}?',
      'Show me the glyph at {codepoint} and tell me what it is called.',
      'How is {codepoint} encoded in UTF-8?',
      'A font report says that {codepoint} is missing. What sign is that?',
      'I found {codepoint} in a text file dump; please identify it.',
      'Under which official name does Unicode list {codepoint}?',
      'Decimal value and name of {codepoint}, please.',
      'Copying from a PDF gave me {codepoint}: what am I looking at?',
    ],
    patterns: { codepoint: /U\+[0-9A-F]{4}/ },
    arguments: ({ codepoint }) => ({ codepoint }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ codepoint }) => ({ codepoint: codepoint.slice(2) }) },
      {
        kind: 'wrong-format',
        arguments: ({ codepoint }) => ({ codepoint: String.fromCodePoint(Number.parseInt(codepoint.slice(2), 16)) }),
      },
      { kind: 'wrong-type', arguments: ({ codepoint }) => ({ codepoint: Number.parseInt(codepoint.slice(2), 16) }) },
    ],
    answer: ({ codepoint }, observation) =>
      `${codepoint} is ${said(observation, 'character')}, named ${said(observation, 'name')}; decimal ${said(observation, 'decimal')}, UTF-8 bytes ${said(observation, 'utf8')}.`,
  }),
];
