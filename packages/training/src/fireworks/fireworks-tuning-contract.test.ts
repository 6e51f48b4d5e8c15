import { createRandom } from '@imaginarium/contracts';
import { scriptedSubject } from '../testing/scripted-subject.ts';
import { startFireworksService } from '../testing/start-fireworks-service.ts';
import { tuningEndpointContract } from '../testing/tuning-endpoint-contract.ts';
import { createFireworksTuning } from './create-fireworks-tuning.ts';

const ACCOUNT = 'scripted';

tuningEndpointContract(
  'fireworks',
  async () =>
    scriptedSubject(await startFireworksService(ACCOUNT), ({ origin }) => ({
      model: 'accounts/fireworks/models/base',
      operations: {
        upload: { method: 'POST', path: /:upload$/ },
        create: { method: 'POST', path: /\/supervisedFineTuningJobs$/ },
        list: { method: 'GET', path: /\/supervisedFineTuningJobs$/ },
        job: { method: 'GET', path: /\/supervisedFineTuningJobs\/[^/]+$/ },
        cancel: { method: 'POST', path: /:cancel$/ },
      },
      create: ({ apiKey, clock }) =>
        createFireworksTuning({
          clock,
          random: createRandom('contract'),
          apiKey,
          account: ACCOUNT,
          baseUrl: `${origin}/v1`,
        }),
    })),
  { hasCheckpoints: false, keepsEvents: false },
);
