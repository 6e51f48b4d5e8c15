import { readFileSync } from 'node:fs';
import type { Verdict } from '@imaginarium/contracts';
import { openPredictions } from '../../predictions-file/open-predictions.ts';
import { createSteScorer } from '../../ste/create-ste-scorer.ts';

/** A file of the paper's published data; `ste`: the folder that it lies in. */
export const readReference = (ste: string, name: string) => JSON.parse(readFileSync(`${ste}/${name}`, 'utf8'));

export interface SavedRound {
  readonly verdicts: Verdict[];
  /** Legal name by the name of the source. */
  readonly names: ReadonlyMap<string, string>;
}

/** The verdicts of the `ste` profile on one of the saved result files. */
export async function scoreSaved(ste: string, file: string): Promise<SavedRound> {
  const { header, rows } = await openPredictions(`${ste}/saved_results/${file}`);
  const scorer = createSteScorer({ header });
  const verdicts: Verdict[] = [];
  for await (const prediction of rows()) verdicts.push(await scorer.score(prediction));
  return { verdicts, names: new Map(header.tools.map(({ name, originalName }) => [originalName ?? name, name])) };
}

/** Legal names of the tools of the first two batches. */
export function batchesOf(ste: string, { names }: SavedRound): string[][] {
  const batches: string[][] = readReference(ste, 'CL_batches.json').slice(0, 2);
  return batches.map((batch) => batch.map((tool) => names.get(tool) ?? tool));
}
