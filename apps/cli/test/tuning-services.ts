import { startHubServer } from '../../../packages/training/src/huggingface/testing/start-hub-server.ts';
import type { ScriptedService } from '../../../packages/training/src/testing/scripted-service.ts';
import {
  type FaultProxy,
  type Operation,
  startFaultProxy,
} from '../../../packages/training/src/testing/start-fault-proxy.ts';
import { startFireworksService } from '../../../packages/training/src/testing/start-fireworks-service.ts';
import { startOpenAIService } from '../../../packages/training/src/testing/start-openai-service.ts';
import { startTogetherService } from '../../../packages/training/src/testing/start-together-service.ts';

/** A scripted service behind a fault proxy, and how the command is told of it. */
export interface TuningService {
  readonly proxy: FaultProxy;
  readonly service: ScriptedService;
  readonly create: Operation;
  /** Looks for the job of a run key. */
  readonly find: Operation;
  /** `--to …`, `--base-url …` and what else the endpoint asks for. */
  readonly flags: readonly string[];
  readonly model: string;
  readonly records: 'openai' | 'trl';
  close(): Promise<void>;
}

type Kind = Pick<TuningService, 'create' | 'find' | 'model' | 'records'> & {
  readonly to: string;
  readonly path: string;
  readonly more?: readonly string[];
};

const at = (method: string, path: RegExp): Operation => ({ method, path });

async function behindProxy(
  server: { readonly origin: string; readonly service: ScriptedService; close(): Promise<void> },
  { to, path, more = [], ...kind }: Kind,
): Promise<TuningService> {
  const proxy = await startFaultProxy(server.origin);
  return {
    ...kind,
    proxy,
    service: server.service,
    flags: ['--to', to, '--base-url', `${proxy.origin}${path}`, '--key', 'env:TUNING_KEY', ...more],
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}

/** Every endpoint that is a service of others. */
export const TUNING_SERVICES: Readonly<Record<string, () => Promise<TuningService>>> = {
  openai: async () =>
    behindProxy(await startOpenAIService(), {
      ...{ to: 'openai', path: '/v1', model: 'gpt-4o-mini', records: 'openai' },
      create: at('POST', /\/jobs$/),
      find: at('GET', /\/jobs$/),
    }),
  together: async () =>
    behindProxy(await startTogetherService(), {
      ...{ to: 'together', path: '/v1', model: 'scripted-base', records: 'openai' },
      create: at('POST', /\/fine-tunes$/),
      find: at('GET', /\/fine-tunes$/),
    }),
  fireworks: async () =>
    behindProxy(await startFireworksService('acme'), {
      ...{ to: 'fireworks', path: '/v1', model: 'accounts/fireworks/models/base', records: 'openai' },
      create: at('POST', /\/supervisedFineTuningJobs$/),
      find: at('GET', /\/supervisedFineTuningJobs\/[^/]+$/),
      more: ['--account', 'acme'],
    }),
  huggingface: async () =>
    behindProxy(await startHubServer(), {
      ...{ to: 'huggingface', path: '', model: 'Qwen/Qwen3-0.6B', records: 'trl' },
      create: at('POST', /^\/api\/jobs\/acme$/),
      find: at('GET', /^\/api\/jobs\/acme$/),
      more: ['--account', 'acme'],
    }),
};
