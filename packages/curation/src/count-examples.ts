import type { Example } from '@imaginarium/contracts';

/** The stages of the waterfall, in order; each a number of rows. */
export type CurationCounts = Record<
  | 'trials'
  | 'finished'
  | 'valid'
  | 'judged'
  | 'grounded'
  | 'unique'
  | 'seeds'
  | 'paraphrases'
  | 'noCall'
  | 'examples'
  | 'train'
  | 'validation'
  | 'test'
  | 'repairPairs',
  number
>;

export function countExamples(
  examples: readonly Example[],
): Pick<CurationCounts, 'seeds' | 'paraphrases' | 'noCall' | 'examples' | 'train' | 'validation' | 'test'> {
  const count = (keep: (example: Example) => boolean) => examples.filter(keep).length;
  return {
    seeds: count(({ kind, paraphraseOf }) => kind === 'call' && paraphraseOf === null),
    paraphrases: count(({ paraphraseOf }) => paraphraseOf !== null),
    noCall: count(({ kind }) => kind === 'no-call'),
    examples: examples.length,
    train: count(({ split }) => split === 'train'),
    validation: count(({ split }) => split === 'validation'),
    test: count(({ split }) => split === 'test'),
  };
}
