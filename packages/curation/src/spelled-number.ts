import type { StatedNumber } from './number-notation.ts';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );
const SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const FIXED: readonly (readonly [RegExp, number])[] = [
  [/\bhalf a dozen\b/giu, 6],
  [/(?<!half )\ba dozen\b/giu, 12],
  [/\ba couple\b/giu, 2],
  [/\b(?:an?|one)?\s?half\b/giu, 0.5],
  [/\ba quarter\b/giu, 0.25],
  [/\ban?\s(?:second|minute|hour|day|week|month|year)\b/giu, 1],
  [/\bonce\b/giu, 1],
  [/\btwice\b/giu, 2],
];

interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Numbers written in English words: `twenty-five`, `two hundred and five thousand`, `three point five`, `a dozen`, `third`. */
export function spelledNumbers(text: string): StatedNumber[] {
  const words = [...text.matchAll(/\p{L}+/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const stated: StatedNumber[] = [];
  for (let at = 0; at < words.length; ) {
    const read = readNumber(words, at);
    if (read === undefined) at++;
    else {
      stated.push({ readings: [read.value], start: read.start, end: read.end });
      at = read.next;
    }
  }
  for (const [pattern, value] of FIXED)
    for (const match of text.matchAll(pattern))
      stated.push({ readings: [value], start: match.index, end: match.index + match[0].length });
  return [...stated, ...spelledYears(stated)];
}

/** Counts of two and more in words, years whole: no ordinals, no `a week`, no `one`. */
export function spelledCardinals(text: string): StatedNumber[] {
  const stated = spelledNumbers(text);
  return stated.filter(
    ({ readings: [value = 0], start, end }) =>
      value >= 2 &&
      cardinal(/^\p{L}+/u.exec(text.slice(start, end).toLowerCase())?.[0] ?? '') !== undefined &&
      !/(?:first|second|third|th)$/i.test(text.slice(start, end)) &&
      !stated.some((other) => other.start <= start && end <= other.end && other.end - other.start > end - start),
  );
}

/** `twenty twenty-six` is a year: two numbers of two digits side by side. */
function spelledYears(stated: readonly StatedNumber[]): StatedNumber[] {
  return stated.flatMap((left, at) => {
    const right = stated[at + 1];
    const [century = 0] = left.readings;
    const [rest = 0] = right?.readings ?? [];
    const isYear = right?.start === left.end + 1 && century >= 10 && century < 100 && rest >= 10 && rest < 100;
    return isYear ? [{ readings: [century * 100 + rest], start: left.start, end: right.end }] : [];
  });
}

function readNumber(words: readonly Word[], from: number) {
  let total = 0;
  let group = 0;
  let last: number | undefined;
  let at = from;
  const first = words[from] as Word;
  if (/^an?$/.test(first.word) && isScale(words[from + 1]?.word)) {
    group = 1;
    at++;
  }
  for (; at < words.length; at++) {
    const { word } = words[at] as Word;
    const value = cardinal(word) ?? ordinal(word);
    if (value !== undefined && fits(group, value)) group += value;
    else if (word === 'hundred' && group > 0 && group < 100) group *= 100;
    else if (word === 'dozen' && group > 0) group *= 12;
    else if (SCALES[word] !== undefined && group > 0) {
      total += group * SCALES[word];
      group = 0;
    } else if (word === 'and' && last !== undefined && continues(words, at, group, total)) continue;
    else break;
    last = at;
    if (ordinal(word) !== undefined) break;
  }
  if (last === undefined) return undefined;
  const decimals = words[last + 1]?.word === 'point' ? readDecimals(words, last + 2) : '';
  const end = decimals === '' ? last : last + 1 + decimals.length;
  const value = decimals === '' ? total + group : Number(`${total + group}.${decimals}`);
  return { value, start: first.start, end: (words[end] as Word).end, next: end + 1 };
}

const isScale = (word: string | undefined) => word === 'hundred' || (word !== undefined && SCALES[word] !== undefined);

/** A further part fits where the number is round enough: `hundred five`, not `twenty twenty`. */
function fits(group: number, value: number): boolean {
  if (group === 0) return true;
  if (value === 0) return false;
  return value >= 10 ? group % 100 === 0 : group % 10 === 0 && group % 100 !== 10;
}

/** `two hundred and five` goes on, `twenty and five apples` does not. */
function continues(words: readonly Word[], at: number, group: number, total: number): boolean {
  const value = cardinal(words[at + 1]?.word ?? '');
  return value !== undefined && (group >= 100 || (group === 0 && total > 0)) && fits(group, value);
}

function readDecimals(words: readonly Word[], from: number): string {
  let digits = '';
  for (let at = from; at < words.length; at++) {
    const value = cardinal((words[at] as Word).word);
    if (value === undefined || value > 9) break;
    digits += value;
  }
  return digits;
}

function cardinal(word: string): number | undefined {
  const one = ONES.indexOf(word);
  if (one >= 0) return one;
  const ten = TENS.indexOf(word);
  return ten >= 0 ? (ten + 2) * 10 : undefined;
}

function ordinal(word: string): number | undefined {
  const at = ORDINALS.indexOf(word);
  if (at >= 0) return at + 1;
  return word === 'thirtieth' ? 30 : undefined;
}
