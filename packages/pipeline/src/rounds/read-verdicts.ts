import { existsSync } from 'node:fs';
import { type Round, type Verdict, verdictSchema } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { evaluationPath } from '../evaluate/evaluation-paths.ts';
import { roundFolder, roundPath } from './round-paths.ts';
import { underNamesOfNow } from './tool-history.ts';

/** What a round's evaluation found, under the names that tools have now. */
export interface RoundVerdicts {
  readonly number: number;
  readonly verdicts: readonly Verdict[];
}

/** Verdicts of the rounds that were evaluated, in order. Held in memory: some hundred bytes a test item and round. */
export async function readVerdicts(project: string, rounds: readonly Round[]): Promise<RoundVerdicts[]> {
  const evaluated: RoundVerdicts[] = [];
  for (const [at, { number, steps }] of rounds.entries()) {
    const path = evaluationPath(roundPath(roundFolder(project, number), 'evaluation'), 'verdicts');
    if (steps.evaluate?.state !== 'done' || !existsSync(path)) continue;
    const verdicts = await collect(readJsonl(path, { schema: verdictSchema }));
    evaluated.push({ number, verdicts: underNamesOfNow(verdicts, rounds.slice(at + 1)) });
  }
  return evaluated;
}
