import { resolve } from 'node:path';
import {
  createLocalServer,
  createStudentTrainer,
  createTrlTrainer,
  type LocalServer,
  type TrlTrainerOptions,
} from '@imaginarium/training';
import { type Environment, readSecret } from '../environment.ts';

import { LOCAL_PORT } from './open-tuning-endpoint.ts';

export interface ServeRequest {
  /** @default '.imaginarium/endpoint', from where the command is started */
  readonly folder?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** `env:NAME` of the key that requests must carry. */
  readonly key?: string | undefined;
  /** TRL in a Python environment of the user's, beside the student. */
  readonly trl?: Pick<TrlTrainerOptions, 'python' | 'baseModels' | 'serve' | 'loraRank'> | undefined;
  readonly log?: (line: string) => void;
}

/** Starts the local endpoint. @throws ImaginariumError `config/…`, `locked/run`, `secret/missing` */
export async function serveLocally(request: ServeRequest, environment: Environment): Promise<LocalServer> {
  const { folder = '.imaginarium/endpoint', host, port = LOCAL_PORT, key, trl, log } = request;
  const { clock, variables: env } = environment;
  return createLocalServer({
    folder: resolve(folder),
    trainers: [createStudentTrainer(), ...(trl ? [createTrlTrainer({ ...trl, clock, env })] : [])],
    clock,
    port,
    ...(host === undefined ? {} : { host }),
    ...(key === undefined ? {} : { apiKey: readSecret(key, environment, 'the local endpoint') }),
    ...(log ? { log } : {}),
  });
}
