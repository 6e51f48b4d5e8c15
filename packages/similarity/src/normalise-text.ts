// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant.
const ASCII = /^[\x00-\x7f]*$/;
const UNFOLDED_SPACE = /[^\S ]|^ | $| {2}/;

/** Compatibility forms (NFKC) and letter case folded, each run of white space one space, none at the ends. */
export function normaliseText(text: string): string {
  const lower = ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase().normalize('NFKC');
  return UNFOLDED_SPACE.test(lower) ? lower.replace(/\s+/g, ' ').trim() : lower;
}
