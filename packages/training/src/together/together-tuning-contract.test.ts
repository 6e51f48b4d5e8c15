import { createRandom } from '@imaginarium/contracts';
import { scriptedSubject } from '../testing/scripted-subject.ts';
import { startTogetherService } from '../testing/start-together-service.ts';
import { type TuningSubject, tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createTogetherTuning } from './create-together-tuning.ts';

async function start(tellsSuffix: boolean): Promise<TuningSubject> {
  return scriptedSubject(await startTogetherService({ tellsSuffix }), ({ origin }) => ({
    model: 'scripted-base',
    operations: {
      upload: { method: 'POST', path: /\/files\/upload$/ },
      create: { method: 'POST', path: /\/fine-tunes$/ },
      list: { method: 'GET', path: /\/fine-tunes$/ },
      job: { method: 'GET', path: /\/fine-tunes\/[^/]+(\/events)?$/ },
      cancel: { method: 'POST', path: /\/cancel$/ },
    },
    create: ({ apiKey, clock }) =>
      createTogetherTuning({
        clock,
        random: createRandom('contract'),
        apiKey,
        baseUrl: `${origin}/v1`,
        pollMs: 60_000,
      }),
  }));
}

tuningEndpointContract('together', () => start(true));
tuningEndpointContract('together, suffix in the name of the output alone', () => start(false));
