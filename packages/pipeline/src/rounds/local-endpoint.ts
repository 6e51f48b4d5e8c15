import type { Environment } from '../environment.ts';
import { serveLocally } from '../train/serve-locally.ts';
import type { ProjectConfig } from './project-config.ts';
import { projectPath } from './round-paths.ts';

/** Where the project's own endpoint listens, at the end of a checkpoint's name. */
const OWN_ADDRESS = /@http:\/\/127\.0\.0\.1:(\d+)\/v1$/;

/** The project's own endpoint on this machine, where it trains at `local` without a server of its own. */
export interface LocalEndpoint {
  /**
   * Base URL of the server that training and checkpoints are asked at, started when it is first asked for; undefined where
   * the project trains elsewhere.
   *
   * @param wanted a checkpoint of the form `openai:NAME@http://HOST:PORT/v1`, whose port is taken again where it is free: what was
   * asked of it before stays valid
   */
  url(wanted?: string | null): Promise<string | undefined>;
  close(): Promise<void>;
}

export function createLocalEndpoint(project: string, config: ProjectConfig, environment: Environment): LocalEndpoint {
  const { to, baseUrl } = config.training;
  const isOwn = to === 'local' && baseUrl === undefined;
  let server: ReturnType<typeof serveLocally> | undefined;
  const start = async (port: number) => {
    const request = { folder: projectPath(project, 'endpoint'), key: config.training.key };
    return serveLocally({ ...request, port }, environment).catch((error: { code?: string }) => {
      if (port === 0 || error.code !== 'config/cannot-listen') throw error;
      return serveLocally({ ...request, port: 0 }, environment);
    });
  };
  return {
    url: async (wanted) => {
      if (!isOwn) return undefined;
      server ??= start(portOf(wanted));
      return (await server).url;
    },
    close: async () => {
      await (await server?.catch(() => undefined))?.close();
    },
  };
}

/** A checkpoint as it is asked now: the project's own endpoint may listen elsewhere than when it was trained. */
export function atUrl(checkpoint: string, url: string | undefined): string {
  return url === undefined ? checkpoint : checkpoint.replace(/@https?:\/\/127\.0\.0\.1:\d+\/v1$/, `@${url}`);
}

/** A checkpoint's name as the project keeps it: where its own endpoint listens changes from start to start. */
export function withoutUrl(model: string): string {
  return model.replace(OWN_ADDRESS, '');
}

function portOf(checkpoint: string | null | undefined): number {
  return Number(OWN_ADDRESS.exec(checkpoint ?? '')?.[1] ?? 0);
}
