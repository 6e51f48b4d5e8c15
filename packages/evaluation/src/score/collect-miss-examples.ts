import type { Evaluation, Prediction, Verdict } from '@imaginarium/contracts';
import { actualText, expectedText } from './call-text.ts';

export type MissExample = Evaluation['missExamples'][number];

export interface MissExamples {
  add(verdict: Verdict, prediction: Prediction): void;
  /** By profile and class, in the order in which they came. */
  finish(): MissExample[];
}

/**
 * Keeps at most `most` examples of each profile and class of miss: the first that come, but a tool that has none yet takes
 * the place of the latest of a tool that has several.
 */
export function collectMissExamples(most: number): MissExamples {
  const classes = new Map<string, MissExample[]>();
  return {
    add({ itemId, profile, miss, tool }, prediction) {
      if (miss === null || most < 1) return;
      const key = `${profile} ${miss}`;
      const examples = classes.get(key) ?? [];
      classes.set(key, examples);
      if (examples.length >= most) {
        if (examples.some((example) => example.tool === tool)) return;
        const spare = examples.findLastIndex((example, index) =>
          examples.some((other, at) => at < index && other.tool === example.tool),
        );
        if (spare === -1) return;
        examples.splice(spare, 1);
      }
      const { item } = prediction;
      examples.push({
        itemId,
        profile,
        miss,
        tool,
        query: item.query,
        expected: expectedText(item),
        actual: actualText(prediction),
      });
    },
    finish: () => [...classes].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, examples]) => examples),
  };
}
