import type { Random } from '@imaginarium/contracts';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** A hyphenated ISBN-13 of the English or German group; one in four has a wrong check digit. */
function drawIsbn(random: Random): string {
  const group = random.pick(['0', '3']);
  const publisher = String(229 + random.int(140));
  const title = String(random.int(100_000)).padStart(5, '0');
  const digits = `978${group}${publisher}${title}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  const wrong = random.int(4) === 0 ? 1 + random.int(9) : 0;
  return `978-${group}-${publisher}-${title}-${(10 - (sum % 10) + wrong) % 10}`;
}

const bare = (isbn: string) => isbn.replaceAll('-', '');

export const checkIsbnScenarios = [
  defineScenario({
    tool: 'check_isbn',
    draw: (random) => ({ isbn: drawIsbn(random) }),
    wordings: [
      'Is {isbn} a valid book number?',
      'The back of my paperback says ISBN {isbn}. Did the printer get the last digit right?',
      'A seller lists a novel under ISBN {isbn}; could that be a typo?',
      'Please verify ISBN {isbn} before I order.',
      'Our library catalogue holds ISBN {isbn}. Is that number correct?',
      'Which language group does the ISBN {isbn} belong to?',
      'Does the checksum of ISBN {isbn} add up?',
      'I typed {isbn} into a bookshop search without a hit. Is the ISBN itself sound?',
      'Who is the publisher part in ISBN {isbn}, and is the whole valid?',
    ],
    patterns: { isbn: /978-\d-\d{3}-\d{5}-\d/ },
    arguments: ({ isbn }) => ({ isbn: bare(isbn) }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ isbn }) => ({ isbn }) },
      { kind: 'wrong-type', arguments: ({ isbn }) => ({ isbn: Number(bare(isbn)) }) },
      { kind: 'wrong-name', arguments: ({ isbn }) => ({ number: bare(isbn) }) },
    ],
    answer: ({ isbn }, observation) =>
      said(observation, 'valid') === 'true'
        ? `Yes, ISBN ${isbn} is valid: ${said(observation, 'group')}, publisher ${said(observation, 'publisher')}.`
        : `No, ISBN ${isbn} is not valid: ${said(observation, 'reason')}.`,
  }),
];
