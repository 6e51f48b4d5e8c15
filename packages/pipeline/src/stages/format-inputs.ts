import { resolve } from 'node:path';
import { type Example, exampleSchema, type ToolSpec, toolSpecSchema } from '@imaginarium/contracts';
import { type GeneralRecord, generalRecordSchema, sampleGeneral, sampleReplay } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { runPath } from '../run-paths.ts';
import type { StageContext } from './stage-context.ts';

/** Examples of earlier rounds, drawn, with the tools that they belong to. */
export interface Replay {
  readonly examples: Example[];
  readonly tools: ToolSpec[];
}

/** Draws from the runs that the config names. */
export async function readReplay({ loaded }: StageContext): Promise<Replay | undefined> {
  const { replay } = loaded.config.formatting;
  if (replay === undefined) return undefined;
  const drawn: Replay = { examples: [], tools: [] };
  for (const [round, run] of replay.from.entries()) {
    const folder = resolve(loaded.folder, run);
    drawn.tools.push(...(await collect(readJsonl(runPath(folder, 'tools'), { schema: toolSpecSchema }))));
    const examples = await sampleReplay({
      examples: readJsonl(runPath(folder, 'examples'), { schema: exampleSchema }),
      ratio: replay.ratio,
      perTool: replay.perTool,
      seed: `${loaded.config.seed}/${round}`,
    });
    drawn.examples.push(...examples);
  }
  return drawn;
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
