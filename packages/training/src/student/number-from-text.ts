const SMALL = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen twenty',
]
  .join(' ')
  .split(' ');
const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/;
const GROUPED = /^[+-]?\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?$/;

/** The number that a text writes out: digits with or without thousands separators, or an English word up to twenty. */
export function numberFromText(text: string): number | undefined {
  const plain = text.replace('−', '-');
  if (PLAIN.test(plain)) return Number(plain);
  if (GROUPED.test(plain)) return Number(plain.replace(/[,\u00a0\u202f]/g, ''));
  const word = SMALL.indexOf(plain.toLowerCase());
  return word < 0 ? undefined : word;
}
