import { codeWordings } from './code-notation.ts';
import { leadingDate } from './date-notation.ts';
import { wholeTime } from './time-notation.ts';
import { foldText } from './wording.ts';

export type TextChange = 'lost' | 'doubtful' | undefined;

/**
 * What a rewording did to a text that the seed states word by word. Lost: a quoted text or a mixed-case one is not there to
 * the letter, or every mention is negated or part of a longer name of a file, host or unit. Doubtful: every mention may be part
 * of a longer proper name, or only a looser spelling is there.
 *
 * @param choices whether the schema lists the values: their spelling is the schema's, not the seed's
 */
export function changedText(
  value: string,
  { seed, rewording, choices }: { readonly seed: string; readonly rewording: string; readonly choices: boolean },
): TextChange {
  if (/^[+-]?[\d.,\s]*$/.test(value) || leadingDate(value) !== undefined || wholeTime(value) !== undefined)
    return undefined;
  const [before, after] = [mentionsOf(value, seed), mentionsOf(value, rewording)];
  if (before.length === 0) return undefined;
  const isExact = ({ text }: Mention) => text === value;
  if (!choices && before.some(isExact) && !after.some(isExact))
    if (before.some(isQuoted) || /^\S*\p{Ll}\p{Lu}\S*$/u.test(value)) return 'lost';
  const isNew = (is: (mention: Mention) => boolean) => after.every(is) && !before.every(is);
  if (after.length > 0) {
    const isToken = /^\S*[.@/\\]\S*$/.test(value);
    if (isNew(isNegated) || isNew(isRefined) || isNew((mention) => isPartOfToken(mention, isToken))) return 'lost';
    return isNew((mention) => isPartOfName(mention, seed)) ? 'doubtful' : undefined;
  }
  if (choices || codeWordings(value).length > 0) return undefined;
  if (/^(?!(?:\p{Lu}\.)+\p{Lu}?$)\S*[\p{L}\d][.@]\p{L}\S*$/u.test(value)) return 'lost';
  return mentionsOf(foldText(value), foldText(rewording)).length > 0 ? undefined : 'doubtful';
}

interface Mention {
  readonly text: string;
  /** What stands before and after it. */
  readonly left: string;
  readonly right: string;
}

/** Where a text states a value word by word, whatever the case and the spacing. */
export function mentionsOf(value: string, text: string): Mention[] {
  const words = value
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const opening = /^[\p{L}\p{N}]/u.test(value.trim()) ? '(?<![\\p{L}\\p{N}])' : '';
  const closing = /[\p{L}\p{N}]$/u.test(value.trim()) ? '(?![\\p{L}\\p{N}])' : '';
  return [...text.matchAll(new RegExp(opening + words.join('\\s+') + closing, 'giu'))].map((match) => ({
    text: match[0],
    left: text.slice(0, match.index),
    right: text.slice(match.index + match[0].length),
  }));
}

function isQuoted({ left, right }: Mention): boolean {
  return /["'“”‘«`]$/.test(left) && /^["'“”’»`]/.test(right);
}

function isNegated({ left }: Mention): boolean {
  return /(?<!\p{L})(?:not|non|never|without|no|except|excluding|(?:is|are|do|does)n['’]t)[\s-]$/iu.test(left);
}

function isRefined({ left }: Mention): boolean {
  return /(?<!\p{L})(?:nautical|square|cubic|fluid|troy|imperial)\s$/iu.test(left);
}

/** `a.txt` in `a.txt.bak`, `ann@x.org` in `ann@x.org.uk`; a URL's scheme is no part of its host. */
function isPartOfToken({ left, right }: Mention, isToken: boolean): boolean {
  const joint = isToken ? '[.@/\\\\-]' : '[.@]';
  return (
    new RegExp(`^${joint}[\\p{L}\\p{N}]`, 'u').test(right) ||
    (new RegExp(`[\\p{L}\\p{N}]${joint}$`, 'u').test(left) && !/(?:^|[\s/])www\.$/i.test(left))
  );
}

const NAME_BEFORE =
  /(?<!\p{L})(?:New|North|South|East|West|Upper|Lower|Saint|San|Santa|Port|Fort|Great|Mount|Los|Las|Lake)[\s-]$/u;
const CAPITALISED_BEFORE = /(?<=[\p{L}\p{N},;]["')]?\s+)(\p{Lu}[\p{L}'’]+)[\s-]$/u;
const CAPITALISED_AFTER = /^(?:,?\s|-)(\p{Lu}[\p{L}'’]+)/u;
/** Capitalised for another reason than being part of the name beside them. */
const NO_NAME =
  /^(?:I(?:['’]\p{L}+)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/u;

/** York in `New York`, Paris in `Paris, Texas`: next to it stands a capitalised word that the seed has not. */
function isPartOfName({ text, left, right }: Mention, seed: string): boolean {
  if (!/^\p{Lu}/u.test(text)) return false;
  if (NAME_BEFORE.test(left)) return true;
  const words = [CAPITALISED_BEFORE.exec(left)?.[1], CAPITALISED_AFTER.exec(right)?.[1]];
  return words.some((word) => word !== undefined && !NO_NAME.test(word) && mentionsOf(word, seed).length === 0);
}
