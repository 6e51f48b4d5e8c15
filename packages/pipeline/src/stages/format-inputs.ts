import { resolve } from 'node:path';
import { type Example, exampleSchema, type ToolSpec, toolSpecSchema } from '@imaginarium/contracts';
import { type Contaminant, type ContaminationCheck, createContaminationCheck } from '@imaginarium/curation';
import { type GeneralRecord, generalRecordSchema, sampleGeneral, sampleReplay } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { runPath } from '../run-paths.ts';
import type { StageContext } from './stage-context.ts';

/** Examples of earlier rounds, drawn, with the tools that they belong to. */
export interface Replay {
  readonly examples: readonly Example[];
  readonly tools: readonly ToolSpec[];
  /** Drawn, but too near to a query that this run holds out. */
  readonly refused: readonly { readonly exampleId: string; readonly reason: string }[];
}

/** Draws from the runs that the config names. What this run holds out must not come back to be trained on. */
export async function readReplay(context: StageContext): Promise<Replay | undefined> {
  const { loaded } = context;
  const { replay } = loaded.config.formatting;
  if (replay === undefined) return undefined;
  const check = await checkHeldOut(context);
  const tools: ToolSpec[] = [];
  const examples: Example[] = [];
  const refused: { exampleId: string; reason: string }[] = [];
  for (const [round, run] of replay.from.entries()) {
    const folder = resolve(loaded.folder, run);
    tools.push(...(await collect(readJsonl(runPath(folder, 'tools'), { schema: toolSpecSchema }))));
    const drawn = await sampleReplay({
      examples: readJsonl(runPath(folder, 'examples'), { schema: exampleSchema }),
      ratio: replay.ratio,
      perTool: replay.perTool,
      seed: `${loaded.config.seed}/${round}`,
    });
    for (const example of drawn) {
      const found = check(example.query);
      if (found === undefined) examples.push(example);
      else
        refused.push({ exampleId: example.id, reason: `likeness ${found.similarity.toFixed(2)} to a ${found.source}` });
    }
  }
  return { examples, tools, refused };
}

async function checkHeldOut({ loaded, folder }: StageContext): Promise<ContaminationCheck> {
  const heldOut: Contaminant[] = [];
  for await (const { split, query } of readJsonl<Example>(runPath(folder, 'examples')))
    if (split !== 'train') heldOut.push({ source: `${split} query of this run`, query });
  return createContaminationCheck(heldOut, loaded.config.curation.split.clusterThreshold);
}

/** Draws from the file of general conversations that the config names. */
export async function readGeneral({ loaded, folder }: StageContext): Promise<GeneralRecord[]> {
  const { general } = loaded.config.formatting;
  if (general === undefined) return [];
  return sampleGeneral({
    records: readJsonl(resolve(loaded.folder, general.file), { schema: generalRecordSchema }),
    count: general.count ?? Math.round((general.ratio ?? 0) * (await countTrainExamples(folder))),
    seed: loaded.config.seed,
  });
}

async function countTrainExamples(folder: string): Promise<number> {
  let count = 0;
  for await (const example of readJsonl<Example>(runPath(folder, 'examples'))) if (example.split === 'train') count++;
  return count;
}
