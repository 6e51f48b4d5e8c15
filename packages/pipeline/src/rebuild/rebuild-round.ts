import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ImaginariumError, nextRoundStep, type Round, type RoundStep, roundSchema } from '@imaginarium/contracts';
import { parseGeneralSource } from '@imaginarium/formatting';
import { isRunLocked, openJournal, readJsonFile, readManifest, writeJsonFile } from '@imaginarium/storage';
import type { Environment } from '../environment.ts';
import { refuseMissingFiles } from '../refuse-missing-files.ts';
import { curateStepKey } from '../rounds/curate-step.ts';
import { exploreStepKey, insideRound } from '../rounds/explore-step.ts';
import { gatherPool } from '../rounds/gather-pool.ts';
import { mixStep, mixStepKey } from '../rounds/mix-step.ts';
import { type ProjectConfig, projectConfigSchema } from '../rounds/project-config.ts';
import { readRounds } from '../rounds/read-rounds.ts';
import type { RoundData } from '../rounds/round-context.ts';
import { PROJECT_FILES, roundPath } from '../rounds/round-paths.ts';
import { exploredTools, runConfigOf } from '../rounds/round-run.ts';
import type { StepOutcome } from '../rounds/run-step.ts';
import { runPath } from '../run-paths.ts';
import { runSettings } from '../run-purposes.ts';
import { carryGeneralCopy } from '../stages/general-copy.ts';
import { compareOutputs } from './compare-outputs.ts';
import { copyMemory } from './copy-memory.ts';
import { readKnownRows } from './failures-of-rows.ts';
import { makeWhole } from './make-whole.ts';
import { type RebuildReport, versionsOf, withoutNotices } from './rebuild-report.ts';
import { rebuildRun } from './rebuild-run.ts';
import { refuseChangedInputs } from './refuse-changed-inputs.ts';
import { replayModels } from './replay-models.ts';

/** The steps that make a round's data, after its plan. */
const STEPS = ['explore', 'curate', 'mix'] as const satisfies readonly RoundStep[];
type Made = Readonly<Record<(typeof STEPS)[number], StepOutcome>>;

export interface RebuildRoundRequest {
  /** `PROJECT/rounds/N`; the project may come from another machine. It is read and not changed. */
  readonly round: string;
  /** Must not be there yet. @default the round's, with `-rebuilt` */
  readonly output?: string;
}

/** Whether a folder is a round of a project. */
export function isRoundFolder(folder: string): boolean {
  return existsSync(roundPath(folder, 'state'));
}

/**
 * Makes the data of a round again, into another folder: its run from its journal, the pool from that and the round before, and the
 * records with all that is replayed. The config is the one that the round keeps, not that of `project.yaml` now. No model and no
 * tool is called, no secret asked for; the rounds before are taken as they are, once they are shown to be what they were. The
 * folder appears when all is done, or not at all.
 *
 * @throws ImaginariumError `input/unfinished-round` before it has records; `input/changed-file`; `input/not-in-journal` naming the
 * place; `input/not-found`; `input/config-of-run`; `usage/output-exists`; `locked/run`
 */
export async function rebuildRound(request: RebuildRoundRequest, given: Environment): Promise<RebuildReport> {
  const environment = withoutNotices(given);
  const from = resolve(request.round);
  const output = resolve(request.output ?? `${from}-rebuilt`);
  const project = dirname(dirname(from));
  const round = await readJsonFile<Round>(roundPath(from, 'state'), roundSchema);
  const config = readConfig(round);
  const earlier = (await readRounds(project)).filter(({ number }) => number < round.number);
  await refuseUnfinished(project, round);
  refuseMissingRounds(project, round, earlier);
  await refuseChangedInputs(project, round, earlier, config.replay.sampler === 'hardest-forgotten');
  const versions = versionsOf(environment);
  const made = await makeWhole(output, async (folder) => {
    const data: RoundData = { project, config, environment, folder, round, earlier };
    for (const name of ['tools', 'heldOut'] as const) await copyFile(roundPath(from, name), roundPath(folder, name));
    refuseMissingFiles(runConfigOf({ ...data, request: {} }, config.tools), [
      ...(exploredTools(round).size > 0 ? (['curate'] as const) : []),
      'format',
    ]);
    const steps = await makeData(data, from);
    await writeJsonFile(roundPath(folder, 'state'), rebuilt(round, steps, environment));
    return steps;
  });
  const files = compareOutputs(round.steps, made, STEPS);
  return {
    ...{ kind: 'round', run: from, output, stages: STEPS, unfinished: [], files },
    isSame: files.every((file) => file.isSame),
    otherwise: await doneOtherwise({ project, config, environment, folder: from, round, earlier }),
    versions: { was: round.versions, is: versions },
  };
}

function readConfig({ config, number, versions }: Round): ProjectConfig {
  const parsed = projectConfigSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ImaginariumError({
    code: 'input/config-of-run',
    message: `The config that round ${number} keeps is none that this version reads: ${issue?.path.join('.')}: ${issue?.message}`,
    hint: `The round was made by version ${versions.imaginarium}; rebuild it with that one.`,
  });
}

async function refuseUnfinished(project: string, round: Round): Promise<void> {
  const { number, state } = round;
  const next = nextRoundStep(round, 'train');
  if (next !== undefined)
    throw new ImaginariumError({
      code: 'input/unfinished-round',
      message: `Round ${number} has no records yet (next: ${next}): there is nothing to compare with.`,
      hint: 'imaginarium round add goes on with it.',
    });
  if (state === 'open' && (await isRunLocked(project)))
    throw new ImaginariumError({
      code: 'locked/run',
      message: `A process works on round ${number} of ${project}: it can be rebuilt when it ends.`,
    });
}

function refuseMissingRounds(project: string, { number }: Round, earlier: readonly Round[]): void {
  const missing = Array.from({ length: number - 1 }, (_, at) => at + 1).find(
    (wanted) => !earlier.some((each) => each.number === wanted),
  );
  if (missing === undefined) return;
  throw new ImaginariumError({
    code: 'input/not-found',
    message: `${project} has no round ${missing}, which round ${number} rests on.`,
    hint: `A round is rebuilt inside its project: ${PROJECT_FILES.rounds}/1 to ${number} beside each other.`,
  });
}

/** @param from folder of the round as it was made */
async function makeData(data: RoundData, from: string): Promise<Made> {
  const { config, environment, folder, round } = data;
  const [runBefore, run] = [roundPath(from, 'run'), roundPath(folder, 'run')];
  const isExplored = exploredTools(round).size > 0;
  if (isExplored) await rebuildRun({ run: runBefore, output: run }, environment);
  const { explore, curate } = isExplored ? (await readManifest(run)).stages : {};
  const pool = await gatherPool(data, async () => {
    if (!isExplored) {
      await mkdir(run);
      await copyMemory(runBefore, run);
    }
    const known = await readKnownRows(runBefore, [roundPath(from, 'removals')]);
    const journal = await openJournal(runPath(run, 'journal'));
    const { seed, models } = config;
    return {
      models: replayModels({ settings: runSettings(models), seed, clock: environment.clock, journal, known }),
      close: () => journal.close(),
    };
  });
  const general = config.formatting.general?.from;
  if (general !== undefined && parseGeneralSource(general)?.kind === 'hub')
    await carryGeneralCopy(general, from, folder);
  return {
    explore: { outputs: insideRound(explore?.outputs ?? []), counts: explore?.counts ?? {} },
    curate: {
      outputs: [...insideRound(curate?.outputs ?? []), ...pool.outputs],
      counts: { ...curate?.counts, ...pool.counts },
    },
    mix: await mixStep(data),
  };
}

/** Steps whose key is not that of the config that the round keeps: `--only` does a step alone, whatever was changed for others. */
async function doneOtherwise(data: RoundData): Promise<RoundStep[]> {
  const { steps } = data.round;
  const keys = { explore: exploreStepKey(data), curate: await curateStepKey(data), mix: await mixStepKey(data) };
  return STEPS.filter((step) => steps[step]?.key !== keys[step]);
}

/** The round as the rebuilt folder has it: its data, and nothing that was learned from it. */
function rebuilt(round: Round, made: Made, environment: Environment): Round {
  const now = environment.clock.now();
  const { acceptedBecause: _, improvedBy: __, ...kept } = round;
  const state = (step: keyof Made) => ({
    ...{
      state: 'done' as const,
      key: round.steps[step]?.key ?? '',
      startedAt: now,
      finishedAt: now,
      calls: 0,
      cost: 0,
    },
    ...{ outputs: [...made[step].outputs], counts: { ...made[step].counts } },
  });
  return {
    ...{ ...kept, state: 'open', createdAt: now, updatedAt: now, versions: versionsOf(environment) },
    ...{ training: null, gate: null, failure: null },
    steps: {
      ...(round.steps.plan ? { plan: round.steps.plan } : {}),
      ...{ explore: state('explore'), curate: state('curate'), mix: state('mix') },
    },
  };
}
