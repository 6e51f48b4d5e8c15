import type { Miss, Random, Verdict } from '@imaginarium/contracts';
import { itemOf, verdictOf } from '../../score/testing/rows.ts';

/** Verdicts on items `0`, `1`, … of a tool, right or not as given. */
export function toolVerdicts(tool: string, results: readonly boolean[], miss: Miss = 'wrong-value'): Verdict[] {
  return results.map((isRight, index) =>
    verdictOf(
      itemOf(`${tool}/${index}`, tool),
      isRight ? {} : { isCorrect: false, isToolMatch: miss !== 'wrong-tool', isWellformed: miss !== 'malformed', miss },
    ),
  );
}

/** `right` right ones, then wrong ones, `of` in all. */
export function firstRight(right: number, of: number): boolean[] {
  return Array.from({ length: of }, (_, index) => index < right);
}

/** Two rounds of a tool whose items differ in difficulty: right with `before` and `after` on average. */
export function drawTool(
  tool: string,
  of: number,
  { before, after }: { before: number; after: number },
  random: Random,
): { before: Verdict[]; after: Verdict[] } {
  const draw = (share: number) =>
    toolVerdicts(
      tool,
      Array.from({ length: of }, () => random.next() < share),
    );
  return { before: draw(before), after: draw(after) };
}
