import { canonicalJson, createRandom } from '@imaginarium/contracts';
import type { Lesson } from './lesson.ts';

const SENTENCE_END = /(?<=[.!?])\s+/;

/**
 * Groups lessons that must not be parted between training and testing: those with the same call (paraphrases of one query have
 * it), and those whose longest sentence is the same. Gives one number a lesson, equal within a family.
 */
export function lessonFamilies(lessons: readonly Lesson[]): number[] {
  const parents = lessons.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] as number;
    parents[at] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  for (const [at, { call, query }] of lessons.entries()) {
    const keys = [`query ${longestSentence(query.text)}`];
    if (call !== null && Object.keys(call.arguments).length > 0)
      keys.push(`${call.tool} ${canonicalJson(call.arguments)}`);
    for (const key of keys) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, at);
      else parents[rootOf(at)] = rootOf(first);
    }
  }
  return lessons.map((_, at) => rootOf(at));
}

/** Deals families into `folds` parts of about equal size, by seed, each tool's families in turn. Gives each lesson's part. */
export function dealFolds(lessons: readonly Lesson[], folds: number, seed: number | string): number[] {
  const families = lessonFamilies(lessons);
  const members = new Map<number, Lesson>();
  for (const [at, family] of families.entries()) {
    const lesson = lessons[at];
    if (lesson !== undefined && !members.has(family)) members.set(family, lesson);
  }
  const shuffled = createRandom(seed)
    .fork('folds')
    .shuffle([...members]);
  shuffled.sort(([, a], [, b]) => compare(a.call?.tool ?? '', b.call?.tool ?? ''));
  const foldOf = new Map(shuffled.map(([family], at) => [family, at % folds]));
  return families.map((family) => foldOf.get(family) ?? 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function longestSentence(text: string): string {
  return text
    .toLowerCase()
    .split(SENTENCE_END)
    .reduce((longest, sentence) => (sentence.length > longest.length ? sentence : longest), '');
}
