import { resolve } from 'node:path';
import type { Round } from '@imaginarium/contracts';
import { lockRunFolder } from '@imaginarium/storage';
import { endOf } from '../end-of.ts';
import type { Environment } from '../environment.ts';
import { createLocalEndpoint, type LocalEndpoint } from './local-endpoint.ts';
import type { ProjectConfig } from './project-config.ts';
import { readProjectConfig } from './read-project-config.ts';
import { readRounds } from './read-rounds.ts';
import { refuseCheckpointName } from './refuse-unready.ts';
import type { RoundEvent, RoundRequest } from './round-api.ts';

/** A project that this process works on. */
export interface OpenProject<Request extends RoundRequest = RoundRequest> {
  /** Absolute. */
  readonly project: string;
  readonly config: ProjectConfig;
  readonly request: Request;
  readonly environment: Environment;
  readonly onEvent: (event: RoundEvent) => void;
  /** All rounds, in order. */
  readonly rounds: readonly Round[];
  readonly endpoint: LocalEndpoint;
}

/**
 * Works on a project alone: its folder is locked, its own endpoint ends with the work.
 *
 * @throws ImaginariumError `input/not-found`, `config/…`, `locked/run`; what the work throws
 */
export async function openProject<Request extends RoundRequest, Result>(
  folder: string,
  request: Request,
  given: Environment,
  onEvent: (event: RoundEvent) => void,
  work: (opened: OpenProject<Request>) => Promise<Result>,
): Promise<Result> {
  refuseCheckpointName(request.checkpoint);
  const project = resolve(folder);
  const { config } = await readProjectConfig(project);
  const environment: Environment = { ...given, onEvent };
  const lock = await lockRunFolder(project, environment);
  const endpoint = createLocalEndpoint(project, config, environment);
  try {
    const rounds = await readRounds(project);
    return await work({ project, config, request, environment, onEvent, rounds, endpoint });
  } catch (error) {
    throw endOf(error, environment);
  } finally {
    await endpoint.close();
    await lock.release();
  }
}
