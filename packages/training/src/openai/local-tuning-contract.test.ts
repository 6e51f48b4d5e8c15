import { createRandom, systemClock } from '@imaginarium/contracts';
import { createScriptedTrainer } from '../local/testing/scripted-trainer.ts';
import { startServer } from '../local/testing/start-server.ts';
import { startFaultProxy } from '../testing/start-fault-proxy.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createOpenAITuning } from './create-openai-tuning.ts';

/** The real local server, with a trainer that takes a fifth of a second. */
async function start(): Promise<TuningSubject> {
  const trainer = createScriptedTrainer({ beforeStep: (_, signal) => systemClock.sleep(25, signal) });
  const server = await startServer({ trainers: [trainer] });
  const proxy = await startFaultProxy(new URL(server.url).origin);
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
        random: createRandom('contract'),
        apiKey,
        baseUrl: `${proxy.origin}/v1`,
        stallMs: Number.POSITIVE_INFINITY,
      }),
    jobCount: async () => (await server.client.fineTuning.jobs.list({ limit: 100 })).data.length,
    fileCount: async () => (await server.client.files.list({ purpose: 'fine-tune' })).data.length,
    cancelElsewhere: async (id) => {
      await server.client.fineTuning.jobs.cancel(id);
    },
    close: async () => {
      await proxy.close();
      await server.end();
    },
  };
}

tuningEndpointContract('local, the real server', start, { isScripted: false });
