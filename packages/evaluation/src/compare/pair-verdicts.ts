import type { DataProblem } from '@imaginarium/contracts';
import type { ItemOutcomes, VerdictTable } from './verdict-table.ts';

/** The answers of two files to one item that means the same in both; `readOutcome` reads them. */
export interface PairedItem {
  readonly id: string;
  readonly tool: string | null;
  /** Answers of the same repetition. */
  readonly answers: readonly { readonly a: number; readonly b: number }[];
}

/** Names that a problem lists at most. */
const MOST_NAMES = 20;

/**
 * Pairs answers by item and repetition. Items whose query or gold differs are left out (`different-data`), as are answers
 * that only one file has (`missing-prediction`): named and counted.
 */
export function pairVerdicts(a: VerdictTable, b: VerdictTable): { pairs: PairedItem[]; problems: DataProblem[] } {
  const pairs: PairedItem[] = [];
  const different: string[] = [];
  const onlyA: string[] = [];
  const onlyB = [...b.items.keys()].filter((id) => !a.items.has(id));
  for (const [id, ofA] of a.items) {
    const ofB = b.items.get(id);
    if (ofB === undefined) onlyA.push(id);
    else if (ofA.gold !== ofB.gold) different.push(id);
    else {
      const answers = pairAnswers(ofA, ofB);
      if (answers.length > 0) pairs.push({ id, tool: ofA.tool, answers });
      if (answers.length < answered(ofA)) onlyA.push(id);
      if (answers.length < answered(ofB)) onlyB.push(id);
    }
  }
  const problems: DataProblem[] = [];
  if (a.dataHash !== b.dataHash || different.length > 0)
    problems.push({
      kind: 'different-data',
      count: different.length,
      names: different.slice(0, MOST_NAMES),
      message: `${a.name} and ${b.name} were made on different data (${a.dataHash.slice(0, 12)}, ${b.dataHash.slice(0, 12)}): ${different.length} items differ in query or gold and are left out, ${pairs.length} are compared.`,
    });
  for (const [names, having, lacking] of [
    [onlyA, a.name, b.name],
    [onlyB, b.name, a.name],
  ] as const)
    if (names.length > 0)
      problems.push({
        kind: 'missing-prediction',
        count: names.length,
        names: names.slice(0, MOST_NAMES),
        message: `${names.length} items have answers in ${having} that ${lacking} lacks: those are left out of the comparison.`,
      });
  return { pairs, problems };
}

function pairAnswers(ofA: ItemOutcomes, ofB: ItemOutcomes): { a: number; b: number }[] {
  const answers: { a: number; b: number }[] = [];
  for (const [repetition, a] of ofA.repetitions.entries()) {
    const b = ofB.repetitions[repetition];
    if (a !== undefined && b !== undefined) answers.push({ a, b });
  }
  return answers;
}

const answered = ({ repetitions }: ItemOutcomes) => repetitions.reduce((sum) => sum + 1, 0);
