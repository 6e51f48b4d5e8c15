import { resolve } from 'node:path';
import { createLocalServer, createStudentTrainer, type LocalServer, type Trainer } from '@imaginarium/training';
import { type Environment, readSecret } from '../environment.ts';

import { LOCAL_PORT } from './open-tuning-endpoint.ts';

export interface ServeRequest {
  /** @default '.imaginarium/endpoint', from where the command is started */
  readonly folder?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** `env:NAME` of the key that requests must carry. */
  readonly key?: string | undefined;
  readonly trainers?: readonly Trainer[];
  readonly log?: (line: string) => void;
}

/** Starts the local endpoint. @throws ImaginariumError `config/…`, `locked/run`, `secret/missing` */
export async function serveLocally(request: ServeRequest, environment: Environment): Promise<LocalServer> {
  const { folder = '.imaginarium/endpoint', host, port = LOCAL_PORT, key, trainers = [], log } = request;
  return createLocalServer({
    folder: resolve(folder),
    trainers: [createStudentTrainer(), ...trainers],
    clock: environment.clock,
    port,
    ...(host === undefined ? {} : { host }),
    ...(key === undefined ? {} : { apiKey: readSecret(key, environment, 'the local endpoint') }),
    ...(log ? { log } : {}),
  });
}
