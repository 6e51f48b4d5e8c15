import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@imaginarium/contracts';
import OpenAI from 'openai';
import { createLocalServer, type LocalServerOptions } from '../create-local-server.ts';
import type { ResponseContract } from './response-contract.ts';
import { createScriptedTrainer } from './scripted-trainer.ts';

export interface TestServer {
  readonly url: string;
  readonly folder: string;
  /** OpenAI's SDK as it is, pointed at the server; answers pass the contract on their way. */
  readonly client: OpenAI;
  /** A request by hand, under the same contract. */
  request(path: string, init?: RequestInit): Promise<{ status: number; body: string; headers: Headers }>;
  /** Ends this server and starts another on the same folder. */
  restart(): Promise<TestServer>;
  /** Ends the server and removes the folder. */
  end(): Promise<void>;
}

/** A local server in a new folder, with a scripted trainer unless told otherwise. */
export async function startServer(
  options: Partial<LocalServerOptions> & { readonly contract?: ResponseContract | undefined } = {},
): Promise<TestServer> {
  const { contract, folder = await mkdtemp(join(tmpdir(), 'local-server-')), ...rest } = options;
  const server = await createLocalServer({ folder, trainers: [createScriptedTrainer()], clock: systemClock, ...rest });
  const checkedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const body = await response.text();
    const { method = 'GET' } = init ?? {};
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const contentType = response.headers.get('content-type') ?? '';
    contract?.check({ method: method.toUpperCase(), path: pathname, status: response.status, contentType, body });
    const { status, headers } = response;
    return new Response(body, { status, headers });
  };
  return {
    url: server.url,
    folder,
    client: new OpenAI({ baseURL: server.url, apiKey: options.apiKey ?? 'any', maxRetries: 0, fetch: checkedFetch }),
    request: async (path, init) => {
      const response = await checkedFetch(`${server.url.replace(/\/v1$/, '')}${path}`, init);
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
    restart: async () => {
      await server.close();
      return startServer({ ...options, folder });
    },
    end: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
