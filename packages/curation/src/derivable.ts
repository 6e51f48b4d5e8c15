import { isDateCovered } from './calendar-parts.ts';
import { codeWordings } from './code-notation.ts';
import { leadingDate } from './date-notation.ts';
import { isSameNumber } from './number-notation.ts';
import { isSameTime, wholeTime } from './time-notation.ts';
import { compactText, foldText, type Wording } from './wording.ts';

/**
 * Whether a leaf value of a call can be derived from a text by notation alone: the words themselves, numbers, dates,
 * times, money, country and language codes in any of their usual spellings, and lists or joins of such parts.
 * False means "not by these rules"; a model may know better.
 */
export function isDerivable(value: string | number, wording: Wording): boolean {
  if (typeof value === 'number') return wording.numbers.some((number) => isSameNumber(number, value));
  const trimmed = value.trim();
  if (trimmed === '') return false;
  return isAtomDerivable(trimmed, wording) || arePartsDerivable(trimmed, wording);
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Months that are verbs too: only a text that states them as months does state them. */
const VERB_MONTH = /^(?:may|march)$/i;
/** From this many digits on, a number is an identifier that people write in groups (card, IBAN, ISBN, telephone). */
const IDENTIFIER_DIGITS = 7;

/** A code of letters and many digits, as cards, bank accounts, books and telephones have. */
export function isIdentifier(value: string): boolean {
  const compact = value.replace(/[\s().-]/g, '');
  return /^\+?[A-Z\d]{7,34}$/.test(compact) && compact.replace(/\D/g, '').length >= IDENTIFIER_DIGITS;
}

function isAtomDerivable(value: string, wording: Wording): boolean {
  const isNumber = NUMBER.test(value);
  if (isNumber && wording.numbers.some((number) => isSameNumber(number, Number(value)))) return true;
  const isLong = value.replace(/\D/g, '').length >= IDENTIFIER_DIGITS;
  if ((!isNumber || isLong) && !VERB_MONTH.test(value) && isStated(value, wording)) return true;
  return (
    isDateDerivable(value, wording) ||
    isTimeDerivable(value, wording) ||
    codeWordings(value).some((pattern) => pattern.test(wording.folded))
  );
}

function isTimeDerivable(value: string, { times }: Wording): boolean {
  const time = wholeTime(value);
  return time !== undefined && times.some((stated) => isSameTime(stated, time));
}

function isDateDerivable(value: string, wording: Wording): boolean {
  const date = leadingDate(value);
  if (date === undefined) return false;
  const isStatedDate = date.readings.some((reading) => isDateCovered(reading, wording));
  if (!isStatedDate || date.rest === '') return isStatedDate;
  const time = wholeTime(date.rest.replace(/^[T\s]+/i, ''));
  if (time === undefined) return false;
  // Midnight fills a date up to a date-time; it states nothing.
  const isFilling = time.hour === 0 && time.minute === 0 && time.second === 0;
  return isFilling || wording.times.some((stated) => isSameTime(stated, time));
}

function arePartsDerivable(value: string, wording: Wording): boolean {
  const bare = value.replace(/^[[({"'\s]+|[\])}"'\s]+$/g, '');
  const listed = bare.split(/\s*[,;|\n&]\s*|\s+(?:and|or)\s+/i).filter((part) => part !== '');
  if (listed.length > 1) return listed.every((part) => isDerivable(part, wording));
  const joined = bare.split(/[/:_=]/).filter((part) => part !== '');
  if (joined.length > 1 && !/\d\s*[/=]\s*\d/.test(bare)) return joined.every((part) => isDerivable(part, wording));
  // A quantity written together or apart: `5km`, `$20`, `1000 USD`.
  const quantity = /^(\p{Sc})?\s*([+-]?[\d.,]*\d)\s*([\p{L}°%]+)?$/u.exec(bare);
  if (quantity !== null) {
    const [, symbol, amount = '', unit] = quantity;
    const parts = [symbol, amount.replaceAll(',', ''), unit].filter((part) => part !== undefined);
    if (parts.length > 1) return parts.every((part) => isAtomDerivable(part, wording));
  }
  const words = bare.split(/\s+/);
  const isPlain = /^[\p{L}\p{N}'’.\s-]+$/u.test(bare) && !/\d\s*-\s*\d/.test(bare);
  return words.length > 1 && isPlain && words.every((word) => isAtomDerivable(word, wording));
}

const CJK = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}]';
const WORD = `(?!${CJK})[\\p{L}\\p{N}]`;

/** `d/dx` names the variable. */
const DIFFERENTIAL = /(?<!\p{L})[d∂]\/[d∂](\p{L})(?!\p{L})/u;

/** Whether the words of a value stand in the text as they are, but for case, accents, spacing and punctuation. */
function isStated(value: string, { text, folded, compact }: Wording): boolean {
  // So short a text is a code or a symbol: the article `a` is no grade `A`, the word `in` is not India.
  if (/^\p{L}{1,2}$/u.test(value))
    return boundedPattern([...value], () => '').test(text) || DIFFERENTIAL.exec(text)?.[1] === value;
  const wanted = foldText(value);
  if (!compact.includes(compactText(wanted).replace(/(?<=\p{L}{3})s$/u, ''))) return false;
  if (boundedPattern([...wanted.replace(/\s+/g, '')], () => '\\s*').test(folded)) return true;
  if (!/^\+?[\p{L}\p{N}\s\-_'"().,;:!?&]+$/u.test(wanted)) return false;
  const characters = wanted.match(/[\p{L}\p{N}]/gu) ?? [];
  if (characters.length === 0) return false;
  const isIdentifier = characters.filter((character) => /\d/.test(character)).length >= IDENTIFIER_DIGITS;
  const between = (left: string, right: string) => {
    if (!/\d/.test(left) || !/\d/.test(right))
      return /\d/.test(left + right) ? '[\\s\\-_\'"()]*' : '[\\s\\-_\'"().,;:!?&@#/]*';
    return isIdentifier ? '[\\s\\-().]*' : '';
  };
  const singular = characters.length > 3 && characters.at(-1) === 's' ? characters.slice(0, -1) : characters;
  return boundedPattern(singular, between, /\p{L}/u.test(singular.at(-1) as string) ? "(?:'?s|es)?" : '').test(folded);
}

function boundedPattern(
  characters: readonly string[],
  between: (left: string, right: string) => string,
  ending = '',
): RegExp {
  const quoted = characters.map((character) => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const body = quoted.map((character, at) => {
    const next = characters[at + 1];
    return next === undefined ? character : character + between(characters[at] as string, next);
  });
  const [first = '', last = ''] = [characters[0], characters.at(-1)];
  const opening = /[\p{L}\p{N}]/u.test(first) ? `(?<!${WORD})${/\d/.test(first) ? '(?<!\\d[.,]|(?:^|\\s)-)' : ''}` : '';
  const closing = /[\p{L}\p{N}]/u.test(last) ? `(?!${WORD})${/\d/.test(last) ? '(?![.,]\\d)' : ''}` : '';
  return new RegExp(opening + body.join('') + ending + closing, 'u');
}
