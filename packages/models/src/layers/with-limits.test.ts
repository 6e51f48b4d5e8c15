import { type ChatModel, type ChatReply, type ChatRequest, systemClock } from '@imaginarium/contracts';
import { createManualClock, createScriptedModel } from '@imaginarium/contracts/testing';
import { expect, it } from 'vitest';
import { withLimits } from './with-limits.ts';

const request: ChatRequest = {
  purpose: 'solve',
  place: { step: 'solve', ordinal: 0 },
  messages: [{ role: 'user', content: 'x'.repeat(40) }],
  maxTokens: 90,
};

/** A model whose calls end when the test says so. */
function createHeldModel() {
  const held: (() => void)[] = [];
  const reply: ChatReply = {
    message: { role: 'assistant', content: 'ok' },
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 5, isEstimated: false },
    model: 'held',
  };
  const model: ChatModel = { id: 'held:', complete: () => new Promise((resolve) => held.push(() => resolve(reply))) };
  return { held, model };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('keeps the calls under way at the concurrency', async () => {
  const { held, model } = createHeldModel();
  const limited = withLimits(model, { concurrency: 2, clock: createManualClock() });
  const calls = [1, 2, 3].map(() => limited.complete(request));
  await settled();
  expect(held).toHaveLength(2);
  held[0]?.();
  await calls[0];
  await settled();
  expect(held).toHaveLength(3);
});

it('lets a waiting call go when it is aborted, and never sends it', async () => {
  const { held, model } = createHeldModel();
  const limited = withLimits(model, { concurrency: 1, clock: createManualClock() });
  const first = limited.complete(request);
  const controller = new AbortController();
  const second = limited.complete(request, { signal: controller.signal });
  controller.abort();
  await expect(second).rejects.toMatchObject({ code: 'interrupted/aborted' });
  await settled();
  held[0]?.();
  await first;
  await settled();
  expect(held).toHaveLength(1);
});

it('sends no more than the requests of any minute', async () => {
  const clock = createManualClock();
  const at: number[] = [];
  const inner = createScriptedModel(() => {
    at.push(clock.now());
    return 'ok';
  });
  const limited = withLimits(inner, { requestsPerMinute: 3, clock });
  await Promise.all(Array.from({ length: 10 }, () => limited.complete(request)));
  for (const [index, time] of at.entries())
    expect(at.filter((other) => other > time - 60_000 && other <= time).length, `call ${index}`).toBeLessThanOrEqual(3);
  expect(at.at(-1)).toBe(180_000);
});

it('reserves the estimated tokens and settles them by the real usage', async () => {
  const clock = createManualClock();
  // Each call reserves 10 + 90 tokens and uses 15: one at a time, many fit into a minute of 200.
  const limited = withLimits(
    createScriptedModel(() => 'ok'),
    { tokensPerMinute: 200, clock },
  );
  for (let call = 0; call < 7; call++) await limited.complete(request);
  expect(clock.now()).toBe(0);
  for (let call = 0; call < 7; call++) await limited.complete(request);
  expect(clock.now()).toBe(60_000);
});

it('wakes a call that waits for tokens when another one gives some back', async () => {
  const { held, model } = createHeldModel();
  const limited = withLimits(model, { tokensPerMinute: 150, clock: systemClock });
  const first = limited.complete(request);
  const second = limited.complete(request);
  await settled();
  expect(held).toHaveLength(1);
  held[0]?.();
  await first;
  await settled();
  await settled();
  expect(held).toHaveLength(2);
  held[1]?.();
  await second;
});

it('sends a request that is larger than the whole limit alone', async () => {
  const clock = createManualClock();
  const limited = withLimits(
    createScriptedModel(() => 'ok'),
    { tokensPerMinute: 10, clock },
  );
  await limited.complete(request);
  await limited.complete(request);
  expect(clock.now()).toBe(60_000);
});

it('leaves the rate window when it is aborted', async () => {
  const limited = withLimits(
    createScriptedModel(() => 'ok'),
    { requestsPerMinute: 1, clock: systemClock },
  );
  await limited.complete(request);
  const controller = new AbortController();
  const waiting = limited.complete(request, { signal: controller.signal });
  setTimeout(() => controller.abort(), 5);
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted/aborted' });
});
