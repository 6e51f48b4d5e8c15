import { createRandom } from '@imaginarium/contracts';
import { scriptedSubject } from '../testing/scripted-subject.ts';
import { type OpenAIServiceOptions, startOpenAIService } from '../testing/start-openai-service.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createOpenAITuning } from './create-openai-tuning.ts';

async function start(options?: OpenAIServiceOptions): Promise<TuningSubject> {
  return scriptedSubject(await startOpenAIService(options), ({ origin }) => ({
    model: 'base',
    operations: {
      upload: { method: 'POST', path: /\/files$/ },
      create: { method: 'POST', path: /\/jobs$/ },
      list: { method: 'GET', path: /\/jobs$/ },
      job: { method: 'GET', path: /\/jobs\/[^/]+(\/events)?$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createOpenAITuning({ clock, random: createRandom('contract'), apiKey, baseUrl: `${origin}/v1`, pollMs: 60_000 }),
  }));
}

tuningEndpointContract('openai', start);
tuningEndpointContract('openai, small pages and no metadata filter', () =>
  start({ pageSize: 2, metadataFilter: 'ignore' }),
);
tuningEndpointContract('openai, refused metadata filter and metrics in the result file', () =>
  start({ metadataFilter: 'refuse', metrics: 'file' }),
);
