import type { PredictionHeader } from '@imaginarium/contracts';
import { createExecutionCheck, type ExecutionCheck } from '@imaginarium/evaluation';
import type { Environment } from '../environment.ts';
import { openTools } from '../open-tools.ts';
import { openExecutor } from '../stages/open-executor.ts';
import type { ScoringConfig } from './evaluation-config.ts';
import type { LoadedEvaluation, OpenEvaluation } from './open-evaluation.ts';

/** The executed checks that a config asks for, with the tools behind them; undefined when it asks for none. */
export async function openExecutionCheck(
  { config, folder: configFolder }: LoadedEvaluation<ScoringConfig>,
  { folder, journal, models }: OpenEvaluation,
  environment: Environment,
): Promise<{ newCheck(header: PredictionHeader): ExecutionCheck; close(): Promise<void> } | undefined> {
  if (config.execution === undefined) return undefined;
  const { tools: sources, ...execution } = config.execution;
  const open = await openTools(sources, configFolder, environment);
  try {
    const { executor, close } = await openExecutor(
      { execution, seed: config.seed, configFolder, folder, environment, journal, secretValues: models.secretValues },
      open,
    );
    return {
      newCheck: (header) => createExecutionCheck({ header, executor }),
      close: async () => {
        await close();
        await open.close();
      },
    };
  } catch (error) {
    await open.close();
    throw error;
  }
}
