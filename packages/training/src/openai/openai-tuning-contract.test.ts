import { createRandom } from '@imaginarium/contracts';
import { startFaultProxy } from '../testing/start-fault-proxy.ts';
import { type OpenAIServiceOptions, startOpenAIService } from '../testing/start-openai-service.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createOpenAITuning } from './create-openai-tuning.ts';

async function start(options?: OpenAIServiceOptions): Promise<TuningSubject> {
  const server = await startOpenAIService(options);
  const proxy = await startFaultProxy(server.origin);
  const { service } = server;
  return {
    proxy,
    model: 'base',
    operations: {
      upload: { method: 'POST', path: /\/files$/ },
      create: { method: 'POST', path: /\/jobs$/ },
      list: { method: 'GET', path: /\/jobs$/ },
      job: { method: 'GET', path: /\/jobs\/[^/]+(\/events)?$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createOpenAITuning({ clock, random: createRandom('contract'), apiKey, baseUrl: `${proxy.origin}/v1` }),
    jobCount: async () => service.jobs.length,
    fileCount: async () => service.files.length,
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
      await server.close();
    },
  };
}

tuningEndpointContract('openai', start);
tuningEndpointContract('openai, small pages and no metadata filter', () =>
  start({ pageSize: 2, metadataFilter: 'ignore' }),
);
tuningEndpointContract('openai, refused metadata filter and metrics in the result file', () =>
  start({ metadataFilter: 'refuse', metrics: 'file' }),
);
