import { createRandom } from '@imaginarium/contracts';
import { createOpenAITuning } from '../openai/create-openai-tuning.ts';
import { startFaultProxy } from '../testing/start-fault-proxy.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { startServer } from './testing/start-server.ts';

/** Our own server behind the adapter that the command uses for it. */
async function start(): Promise<TuningSubject> {
  const server = await startServer();
  const proxy = await startFaultProxy(new URL(server.url).origin);
  const { client } = server;
  return {
    proxy,
    model: 'scripted-base',
    operations: {
      upload: { method: 'POST', path: /\/files$/ },
      create: { method: 'POST', path: /\/jobs$/ },
      list: { method: 'GET', path: /\/jobs$/ },
      job: { method: 'GET', path: /\/jobs\/[^/]+(\/events)?$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createOpenAITuning({
        name: 'local',
        clock,
        random: createRandom('local'),
        apiKey,
        baseUrl: `${proxy.origin}/v1`,
      }),
    jobCount: async () => (await client.fineTuning.jobs.list()).data.length,
    fileCount: async () => (await client.files.list({ purpose: 'fine-tune' })).data.length,
    cancelElsewhere: async (id) => {
      await client.fineTuning.jobs.cancel(id);
    },
    close: async () => {
      await proxy.close();
      await server.end();
    },
  };
}

tuningEndpointContract('local', start, { isScripted: false });
