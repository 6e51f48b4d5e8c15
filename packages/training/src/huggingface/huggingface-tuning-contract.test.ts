import { scriptedSubject } from '../testing/scripted-subject.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createHuggingFaceTuning } from './create-huggingface-tuning.ts';
import { startHubServer } from './testing/start-hub-server.ts';

async function start(): Promise<TuningSubject> {
  const hub = await startHubServer();
  const subject = await scriptedSubject(hub, ({ origin }) => ({
    model: 'Qwen/Qwen3-0.6B',
    operations: {
      upload: { method: 'POST', path: /\/commit\/main$/ },
      create: { method: 'POST', path: /^\/api\/jobs\/acme$/ },
      list: { method: 'GET', path: /^\/api\/jobs\/acme$/ },
      job: { method: 'GET', path: /^\/api\/jobs\/acme\/[^/]+$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createHuggingFaceTuning({ token: apiKey, namespace: 'acme', clock, hubUrl: origin, pollMs: 60_000 }),
  }));
  return {
    ...subject,
    fileCount: async () => {
      const heads = [...hub.repos.all.values()].map(({ commits }) => commits.at(-1)?.files.keys() ?? []);
      return heads.flatMap((paths) => [...paths]).filter((path) => path.endsWith('.jsonl')).length;
    },
  };
}

tuningEndpointContract('huggingface', start);
