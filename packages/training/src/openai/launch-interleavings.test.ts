import { createRandom, ImaginariumError, type TuningRequest } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, type FaultProxy, startFaultProxy } from '../testing/start-fault-proxy.ts';
import { startOpenAIService } from '../testing/start-openai-service.ts';
import { createOpenAITuning } from './create-openai-tuning.ts';

const CREATE = { method: 'POST', path: /\/jobs$/ };
const LIST = { method: 'GET', path: /\/jobs$/ };

const fault = fc.constantFrom<Fault | null>(
  null,
  'lost-reply',
  'half-body',
  'close',
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 429 },
  { status: 500 },
  { status: 503, headers: { 'retry-after': '2' } },
  { status: 409 },
);

describe('launch', () => {
  let server: Awaited<ReturnType<typeof startOpenAIService>>;
  let proxy: FaultProxy;
  beforeAll(async () => {
    server = await startOpenAIService({ pageSize: 3 });
    proxy = await startFaultProxy(server.origin);
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  it('never makes two jobs of a run key, whatever fails in whatever order, in parallel and one after the other', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 6 }),
        fc.array(fault, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        async (onCreate, onList, waves) => {
          const request = requestOf(`run-${run++}`);
          const jobsOfRun = () =>
            server.service.jobs.filter(({ body }) => JSON.stringify(body).includes(`"${request.runKey}"`));
          proxy.inject(CREATE, ...onCreate);
          proxy.inject(LIST, ...onList);
          const ids = new Set<string>();
          for (const parallel of waves) {
            const launches = Array.from({ length: parallel }, () => endpoint(proxy).launch(request));
            for (const outcome of await Promise.allSettled(launches)) {
              if (outcome.status === 'fulfilled') ids.add(outcome.value.id);
              else expect(outcome.reason).toBeInstanceOf(ImaginariumError);
            }
            expect(jobsOfRun().length).toBeLessThanOrEqual(1);
          }
          proxy.clear();
          ids.add((await endpoint(proxy).launch(request)).id);
          expect(ids.size).toBe(1);
          expect(jobsOfRun()).toHaveLength(1);
        },
      ),
      { numRuns: 60, seed: 20261122 },
    );
  });
});

function endpoint({ origin }: FaultProxy) {
  return createOpenAITuning({
    clock: createManualClock(),
    random: createRandom('launch'),
    apiKey: 'key',
    baseUrl: `${origin}/v1`,
  });
}

function requestOf(runKey: string): TuningRequest {
  return {
    runKey,
    model: 'base',
    method: 'sft',
    training: { endpoint: 'openai', id: 'file-1', sha256: '', bytes: 1 },
    validation: null,
    seed: 1,
    hyperparameters: {},
  };
}
