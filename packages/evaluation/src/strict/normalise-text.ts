/** Words that a search passes over and that change no meaning; those of direction, negation and choice are not among them. */
const FILLERS = new Set([
  'a',
  'an',
  'the',
  'of',
  'in',
  'for',
  'on',
  'at',
  'and',
  'is',
  'are',
  'was',
  'were',
  'what',
  'which',
  'who',
]);

/**
 * A text for people, so that notation does not count: Unicode compatibility forms, case, white space, typographic marks,
 * space around commas and before units, quotation marks around it, and the mark that ends a sentence.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐‑‒–—−]/g, '-')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/[.?!]+$/, '')
    .replace(/\s*,\s*/g, ',')
    .replace(/(?<=\d)\s(?=\p{L})/gu, '');
}

/** The words of a text that is put to a search, in order, without marks and fillers; all of them where nothing else is left. */
export function searchWords(text: string): string {
  const words =
    normaliseText(text)
      .replace(/'s(?!\p{L})/gu, '')
      .match(/[\p{L}\p{N}+#]+/gu) ?? [];
  const telling = words.filter((word) => !FILLERS.has(word));
  return (telling.length > 0 ? telling : words).join(' ');
}
