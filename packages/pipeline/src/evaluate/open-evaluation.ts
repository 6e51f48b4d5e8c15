import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hashOf, ImaginariumError, type Journal, type Place } from '@imaginarium/contracts';
import { type Budget, createBudget } from '@imaginarium/models';
import { lockRunFolder, openJournal, writeJsonFile } from '@imaginarium/storage';
import type { ModelConfig } from '../config/model-config.ts';
import type { Environment } from '../environment.ts';
import { type OpenModels, openModels } from '../open-models.ts';
import { createSpendMeter, type SpendMeter } from '../spend-meter.ts';
import type { ScoringConfig } from './evaluation-config.ts';
import { evaluationPath } from './evaluation-paths.ts';

/** An evaluation's config and where it came from. */
export interface LoadedEvaluation<Config extends ScoringConfig = ScoringConfig> {
  readonly config: Config;
  /** Absolute: relative input paths are taken from here. */
  readonly folder: string;
}

/** What a prediction cost; taken once. */
export type SpendingOf = (place: Place) => { readonly took: number; readonly cost: number | null } | undefined;

export interface OpenEvaluation {
  readonly folder: string;
  readonly journal: Journal;
  readonly models: OpenModels<'predict' | 'judge'>;
  readonly budget: Budget;
  readonly spend: SpendMeter;
  readonly spendingOf: SpendingOf;
  /** Brings `evaluation.json` up to how it stands. */
  settle(state: 'running' | 'done' | 'failed' | 'interrupted', failure?: ImaginariumError): Promise<void>;
  close(): Promise<void>;
}

export function evaluationFolderOf({ output, name }: Pick<ScoringConfig, 'output' | 'name'>): string {
  return resolve(output ?? `evaluations/${name}`);
}

/**
 * Opens an evaluation's folder for writing: locks it, loads its journal, charges the budget with what was spent before.
 *
 * @param settings the models of this evaluation; a purpose without one is not asked for
 * @throws ImaginariumError `locked/run`, `disk/…`, `secret/missing`
 */
export async function openEvaluation(
  { config }: LoadedEvaluation,
  settings: Readonly<Partial<Record<'predict' | 'judge', ModelConfig>>>,
  environment: Environment,
): Promise<OpenEvaluation> {
  const folder = evaluationFolderOf(config);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'disk/no-run-folder',
      message: `The folder ${folder} cannot be made.`,
      hint: 'Choose another with --output.',
      cause,
    });
  });
  const lock = await lockRunFolder(folder, { clock: environment.clock });
  try {
    const journal = await openJournal(evaluationPath(folder, 'journal'));
    const spend = createSpendMeter(journal.entries());
    const budget = createBudget(config.budget, journal.entries());
    const spendings = new Map<string, { took: number; cost: number | null }>();
    const keyOf = ({ item, step, ordinal }: Place) => `${step} ${ordinal} ${item}`;
    const models = openModels({
      settings: settings as Record<'predict' | 'judge', ModelConfig>,
      seed: config.seed,
      environment,
      journal,
      budget,
      onEntry: (entry, isReplay) => {
        if (!isReplay) spend.add(entry);
        if (entry.kind !== 'model' || entry.purpose !== 'predict') return;
        spendings.set(keyOf(entry.place), { took: entry.took, cost: entry.cost });
      },
    });
    const begun = environment.clock.now();
    return {
      folder,
      journal,
      models,
      budget,
      spend,
      spendingOf: (place) => {
        const spending = spendings.get(keyOf(place));
        spendings.delete(keyOf(place));
        return spending;
      },
      settle: (state, failure) =>
        writeJsonFile(evaluationPath(folder, 'manifest'), {
          format: 1,
          config,
          configHash: hashOf(config),
          versions: { imaginarium: environment.version, node: process.versions.node },
          begunAt: begun,
          updatedAt: environment.clock.now(),
          state,
          calls: spend.calls,
          cost: spend.cost,
          failure: failure ? { code: failure.code, message: failure.message, hint: failure.hint ?? null } : null,
        }),
      close: async () => {
        try {
          await journal.close();
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
