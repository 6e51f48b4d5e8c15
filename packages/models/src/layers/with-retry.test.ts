import { type ChatRequest, createRandom, ImaginariumError } from '@imaginarium/contracts';
import { createManualClock, createScriptedModel } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { EndpointError } from '../errors/endpoint-error.ts';
import { withRetry } from './with-retry.ts';

const request: ChatRequest = { purpose: 'solve', place: { step: 'solve', ordinal: 0 }, messages: [] };
const failed = new EndpointError({ code: 'endpoint/failed', message: 'oops', isRetryable: true });
const limited = (retryAfterMs: number) =>
  new EndpointError({ code: 'endpoint/rate-limited', message: 'slow', isRetryable: true, retryAfterMs });

function retried(errors: Error[], options: { attempts?: number; maxDelayMs?: number } = {}) {
  const inner = createScriptedModel((_, index) => errors[index] ?? 'fine');
  const clock = createManualClock();
  return { inner, clock, model: withRetry(inner, { clock, random: createRandom(1), ...options }) };
}

it('repeats what may succeed, with a bounded random wait', async () => {
  const { model, clock } = retried([failed, failed, failed, failed], { maxDelayMs: 1000 });
  expect((await model.complete(request)).message.content).toBe('fine');
  expect(clock.slept).toHaveLength(4);
  for (const [index, ms] of clock.slept.entries()) expect(ms).toBeLessThanOrEqual(Math.min(1000, 500 * 2 ** index));
  expect(new Set(clock.slept).size).toBeGreaterThan(1);
});

it('waits at least as long as the server asks', async () => {
  const { model, clock } = retried([limited(7000)]);
  await model.complete(request);
  expect(clock.slept[0]).toBeGreaterThanOrEqual(7000);
  expect(clock.slept[0]).toBeLessThanOrEqual(7500);
});

it('does not wait for a server that asks for more than the bound', async () => {
  const { model, clock } = retried([limited(3_600_000)]);
  await expect(model.complete(request)).rejects.toMatchObject({ code: 'endpoint/rate-limited' });
  expect(clock.slept).toEqual([]);
});

it.each([
  new EndpointError({ code: 'endpoint/quota', message: 'no credit' }),
  new ImaginariumError({ code: 'secret/refused', message: 'wrong key' }),
  new TypeError('our own defect'),
])('never repeats what cannot succeed: %s', async (error) => {
  const { model, inner } = retried([error]);
  await expect(model.complete(request)).rejects.toBe(error);
  expect(inner.requests).toHaveLength(1);
});

it('gives up after the attempts with the last error', async () => {
  const { model, inner } = retried([failed, failed, failed], { attempts: 3 });
  await expect(model.complete(request)).rejects.toBe(failed);
  expect(inner.requests).toHaveLength(3);
});

it('ends at once when it is aborted while it waits', async () => {
  const inner = createScriptedModel(() => failed);
  const controller = new AbortController();
  const clock = { ...createManualClock(), sleep: async () => Promise.reject(controller.abort()) };
  const model = withRetry(inner, { clock, random: createRandom(1) });
  await expect(model.complete(request, { signal: controller.signal })).rejects.toMatchObject({
    code: 'interrupted/aborted',
  });
});
