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

/** Words that a search passes over. */
const FILLERS = words('a an the of in for on at and with is are was were what which who');
/** Words that say how what stands before them stands to what stands after. */
const RELATIONS = words('from to into before after until than over under by vs versus not no without except or');

/**
 * What a search is asked for: the words without marks and fillers (all, where nothing else is left). Their order counts only
 * where one of them relates what stands before it to what stands after: `Paris to London`, `not`, `without`.
 */
export function searchTerms(text: string): string {
  const said =
    normaliseText(text)
      .replace(/'s(?!\p{L})/gu, '')
      .match(/[\p{L}\p{N}+#]+/gu) ?? [];
  const telling = said.filter((word) => !FILLERS.has(word));
  const terms = telling.length > 0 ? telling : said;
  return (terms.some((word) => RELATIONS.has(word)) ? terms : terms.sort()).join(' ');
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
