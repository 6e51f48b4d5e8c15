import { resolve } from 'node:path';
import { createRandom, type Executor, ImaginariumError, type Journal, type JsonValue } from '@imaginarium/contracts';
import { openJsonlAppender, openRecordings } from '@imaginarium/storage';
import { createExecutor, gate, withObservationJournal } from '@imaginarium/tools';
import type { RunConfig } from '../config/run-config.ts';
import type { Environment } from '../environment.ts';
import type { OpenTools } from '../open-tools.ts';
import { runPath } from '../run-paths.ts';

export interface ExecutorContext {
  readonly execution: RunConfig['execution'];
  readonly seed: number;
  /** A shared recordings file is found from here. */
  readonly configFolder: string;
  /** Where recordings and full observations are kept. */
  readonly folder: string;
  readonly environment: Environment;
  readonly journal: Journal;
  /** Redacted beside the secrets of the tools. */
  readonly secretValues: readonly string[];
}

export interface OpenExecutor {
  readonly executor: Executor;
  close(): Promise<void>;
}

/** The executor of a run: recordings and full observations go to files, observations to the journal. */
export async function openExecutor(
  { execution, seed, configFolder, folder, environment, journal, secretValues }: ExecutorContext,
  open: OpenTools,
): Promise<OpenExecutor> {
  const { recordings: recordingMode, recordingsFile, ...policy } = execution;
  const recordings = await openRecordings(
    recordingsFile ? resolve(configFolder, recordingsFile) : runPath(folder, 'recordings'),
  );
  const observations = await openJsonlAppender(runPath(folder, 'observations'));
  // A full text that cannot be kept must not be lost silently: it is raised when the executor is closed.
  let unkept: unknown;
  const effects = effectsOf(open);
  const specs = new Map(open.tools.map(({ spec }) => [spec.name, spec]));
  const isReplaying = recordingMode === 'cache' || recordingMode === 'replay';
  // `allowHosts`, `timeoutMs` and `callsPerSecond` decide only failures that are never replayed.
  const conditionsOf = (name: string): JsonValue => {
    const spec = specs.get(name);
    return {
      seed,
      version: spec?.version ?? null,
      origin: open.origins.get(name) ?? null,
      decision: spec ? gate(spec, { ...policy, effects }) : null,
      observationLimit: policy.observationLimit,
      recordings: isReplaying ? [recordingMode, recordingsFile ?? ''] : null,
    };
  };
  const executor = createExecutor({
    tools: open.tools,
    clock: environment.clock,
    random: createRandom(seed).fork('tools'),
    secret: (name) => {
      throw new ImaginariumError({ code: 'secret/missing', message: `The secret "${name}" is not known.` });
    },
    policy: { ...policy, effects },
    recordings,
    recordingMode,
    secretValues: [...open.secretValues, ...secretValues],
    log: (full) => {
      try {
        observations.append(full);
      } catch (error) {
        unkept ??= error;
      }
    },
  });
  return {
    executor: withObservationJournal(executor, {
      journal,
      clock: environment.clock,
      conditionsOf,
      isWrite: (name) => specs.get(name)?.effect === 'write',
    }),
    close: async () => {
      await Promise.all([observations.close(), recordings.close()]);
      if (unkept) throw unkept;
    },
  };
}

/** The user's word was put into the specs when the sources were opened. */
export function effectsOf(open: Pick<OpenTools, 'tools'>): Record<string, 'read' | 'write'> {
  return Object.fromEntries(
    open.tools.flatMap(({ spec }) => (spec.effectFrom === 'user' ? [[spec.name, spec.effect]] : [])),
  );
}
