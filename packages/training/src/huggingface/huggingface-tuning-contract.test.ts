import { startFaultProxy } from '../testing/start-fault-proxy.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createHuggingFaceTuning } from './create-huggingface-tuning.ts';
import { startHubServer } from './testing/start-hub-server.ts';

async function start(): Promise<TuningSubject> {
  const hub = await startHubServer();
  const proxy = await startFaultProxy(hub.origin);
  const { service, repos } = hub;
  return {
    proxy,
    model: 'Qwen/Qwen3-0.6B',
    operations: {
      upload: { method: 'POST', path: /\/commit\/main$/ },
      create: { method: 'POST', path: /^\/api\/jobs\/acme$/ },
      list: { method: 'GET', path: /^\/api\/jobs\/acme$/ },
      job: { method: 'GET', path: /^\/api\/jobs\/acme\/[^/]+$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createHuggingFaceTuning({
        token: apiKey,
        namespace: 'acme',
        clock,
        hubUrl: proxy.origin,
        pollMs: 60_000,
      }),
    jobCount: async () => service.jobs.length,
    fileCount: async () => {
      const heads = [...repos.all.values()].map(({ commits }) => commits.at(-1)?.files.keys() ?? []);
      return heads.flatMap((paths) => [...paths]).filter((path) => path.endsWith('.jsonl')).length;
    },
    cancelElsewhere: async (id) => {
      const job = service.find(id);
      if (job) service.cancel(job);
    },
    script: {
      plan: (plan) => {
        service.plan = plan;
      },
      tick: service.tick,
    },
    close: async () => {
      await proxy.close();
      await hub.close();
    },
  };
}

tuningEndpointContract('huggingface', start);
