import { resolve } from 'node:path';
import { hashOf, ImaginariumError, toolSpecSchema, trialSchema } from '@imaginarium/contracts';
import { type Contaminant, type Curation, curate } from '@imaginarium/curation';
import { hashFile, readJsonl, writeJsonl } from '@imaginarium/storage';
import { collect } from '../collect.ts';
import { nearMissesOf } from '../improve/improvement.ts';
import { RUN_FILES, runPath } from '../run-paths.ts';
import { identityOf } from '../run-purposes.ts';
import { outputOf } from './output-of.ts';
import { readQueries } from './read-queries.ts';
import type { StageContext, StageOutcome } from './stage-context.ts';

export async function curateKey({ loaded, environment, folder, improvement }: StageContext): Promise<string> {
  const { config } = loaded;
  const files = config.curation.decontaminate.map((file) => resolve(loaded.folder, file));
  return hashOf({
    version: environment.version,
    seed: config.seed,
    curation: config.curation,
    models: (['judge', 'paraphrase', 'imagine', 'solve'] as const).map((purpose) => identityOf(config.models, purpose)),
    trials: await hashInput(runPath(folder, 'trials')),
    tools: await hashInput(runPath(folder, 'tools')),
    contaminants: await Promise.all(files.map(hashInput)),
    improvement,
  });
}

/** Hash of a stage's input. @throws ImaginariumError `input/missing` when the stage before has not run */
export async function hashInput(path: string): Promise<string> {
  const found = await hashFile(path).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'input/missing',
      message: `${path} is not there.`,
      hint: 'Run the stage before first, or all of them: imaginarium run CONFIG',
      cause,
    });
  });
  return found.sha256;
}

/** From trials to examples; every row that leaves is in removals.jsonl with its reason. */
export async function curateStage(context: StageContext): Promise<StageOutcome> {
  const { loaded, environment, folder, models, spend, improvement } = context;
  const { config } = loaded;
  const contaminants: Contaminant[] = [];
  for (const file of config.curation.decontaminate)
    for await (const query of readQueries(resolve(loaded.folder, file))) contaminants.push({ source: file, query });
  const curation = await curate({
    trials: await collect(readJsonl(runPath(folder, 'trials'), { schema: trialSchema })),
    tools: await collect(readJsonl(runPath(folder, 'tools'), { schema: toolSpecSchema })),
    models: {
      judge: models.forPurpose('judge'),
      paraphrase: models.forPurpose('paraphrase'),
      imagine: models.forPurpose('imagine'),
      solve: models.forPurpose('solve'),
    },
    config: config.curation,
    seed: config.seed,
    contaminants,
    nearMisses: improvement && nearMissesOf(improvement.targets),
    earlierNoCallQueries: improvement?.knownQueries.flatMap(({ tool, query }) => (tool === null ? [query] : [])),
    concurrency: models.concurrency,
    signal: environment.signal,
    onProgress: (progress) =>
      environment.onEvent?.({ kind: 'progress', stage: 'curate', ...progress, cost: spend.cost, calls: spend.calls }),
  });
  const outputs = [
    outputOf(RUN_FILES.examples, await writeJsonl(runPath(folder, 'examples'), curation.examples)),
    outputOf(RUN_FILES.removals, await writeJsonl(runPath(folder, 'removals'), curation.removals)),
    outputOf(RUN_FILES.repairPairs, await writeJsonl(runPath(folder, 'repairPairs'), curation.repairPairs)),
  ];
  if (curation.counts.unique === 0 && curation.examples.length === 0) throw nothingKept(curation, folder);
  return { outputs, counts: { ...curation.counts } };
}

function nothingKept({ counts, removals }: Curation, folder: string): ImaginariumError {
  const reasons = new Map<string, number>();
  for (const { stage, reason } of removals)
    reasons.set(`${stage}: ${reason}`, (reasons.get(`${stage}: ${reason}`) ?? 0) + 1);
  const [commonest] = [...reasons].sort(([, a], [, b]) => b - a);
  const why = commonest ? ` Most often: ${commonest[0]} (${commonest[1]} times).` : '';
  return new ImaginariumError({
    code: 'input/no-examples',
    message: `None of ${counts.trials} trials was kept.${why}`,
    hint: `imaginarium show ${folder} --removals lists every reason; imaginarium show ${folder} --trial ID shows what a call returned.`,
  });
}
