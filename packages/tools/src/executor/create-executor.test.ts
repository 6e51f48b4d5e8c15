import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImaginariumError, type JsonObject, type ToolOutput } from '@imaginarium/contracts';
import { createManualClock } from '@imaginarium/contracts/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answering,
  callOf,
  createMemoryRecordings,
  executorOf,
  place,
  run,
  toolOf,
} from '../../test/executor/execution.ts';

const ok = { content: 'fine' };
const writer = { effect: 'write' as const };

describe('gate', () => {
  it('refuses a write unless it is allowed by name, and believes the person over the importer', async () => {
    const tool = answering(ok, writer);
    expect(await run(tool, {})).toMatchObject({ status: 'error', failure: 'effect-denied' });
    expect(await run(tool, {}, { policy: { allowWrites: ['act'] } })).toMatchObject({ status: 'ok', origin: 'live' });
    expect(await run(tool, {}, { policy: { effects: { act: 'read' } } })).toMatchObject({ status: 'ok' });
    expect(await run(answering(ok), {}, { policy: { effects: { act: 'write' } } })).toMatchObject({
      failure: 'effect-denied',
    });
  });

  it('marks a dry run, does not execute it, and never records it', async () => {
    let called = 0;
    const tool = toolOf(async () => {
      called++;
      return ok;
    }, writer);
    const recordings = createMemoryRecordings();
    const policy = { dryRun: true, allowWrites: ['act'] };
    const observation = await run(tool, {}, { policy, recordings, recordingMode: 'record' });
    expect(observation).toMatchObject({
      status: 'ok',
      origin: 'dry-run',
      content: expect.stringContaining('not executed'),
    });
    expect([called, recordings.kept.size]).toEqual([0, 0]);
  });

  it('does not execute what is only described', async () => {
    expect(await run(toolOf(undefined), {})).toMatchObject({ status: 'error', failure: 'not-executable' });
  });
});

describe('calls that cannot be made', () => {
  it('come back with why', async () => {
    const executor = executorOf([answering(ok), answering(ok, { name: 'get_weather' })]);
    const unread = { ...callOf(null), parseError: 'no closing brace' };
    expect(await executor.execute(unread, { place })).toMatchObject({
      failure: 'unparsable-call',
      content: 'no closing brace',
    });
    const unknown = await executor.execute(callOf({}, 'getWether'), { place });
    expect(unknown).toMatchObject({ failure: 'unknown-tool', content: expect.stringMatching(/Nearest: get_weather/) });
  });
});

describe('what tools do wrong is an observation', () => {
  const circular: JsonObject = {};
  circular.self = circular;
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /returned nothing/],
    ['no content', {}, /returned nothing/],
    ['null', null, /returned nothing/],
    ['a circle', { content: circular }, /not JSON/],
    ['a BigInt', { content: 1n }, /not JSON/],
    ['a function', { content: () => 1 }, /not JSON/],
    ['a flood', { content: 'x'.repeat(6_000_000) }, /6000002 characters/],
  ])('returning %s', async (_, output, words) => {
    expect(await run(answering(output), {})).toMatchObject({
      status: 'error',
      failure: 'tool-error',
      content: expect.stringMatching(words),
    });
  });

  it.each<[string, unknown, string]>([
    ['an Error', new Error('no such city'), 'tool-error'],
    ['a text', 'just words', 'tool-error'],
    ['nothing', undefined, 'tool-error'],
    ['a time-out', new DOMException('late', 'TimeoutError'), 'timeout'],
    ['a refused address', new ImaginariumError({ code: 'permission/address-denied', message: 'no' }), 'address-denied'],
    ['an unreachable host', new ImaginariumError({ code: 'endpoint/unreachable', message: 'no' }), 'unreachable'],
  ])('throwing %s', async (_, thrown, failure) => {
    const throwing = toolOf(() => {
      throw thrown;
    });
    expect(await run(throwing, {})).toMatchObject({ status: 'error', failure });
    expect(
      await run(
        toolOf(() => Promise.reject(thrown)),
        {},
      ),
    ).toMatchObject({ status: 'error', failure });
  });

  it('hanging, whether or not it hears the signal', async () => {
    const policy = { timeoutMs: 50 };
    expect(
      await run(
        toolOf(() => new Promise(() => undefined)),
        {},
        { policy },
      ),
    ).toMatchObject({ failure: 'timeout' });
    const hearing = toolOf(
      (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('my own words')))),
    );
    expect(await run(hearing, {}, { policy })).toMatchObject({ failure: 'timeout', content: 'no answer within 50 ms' });
  });

  it.each([
    [408, 'timeout'],
    [429, 'rate-limited'],
    [404, 'tool-error'],
    [500, 'tool-error'],
    [502, 'unreachable'],
    [503, 'unreachable'],
  ])('status %i is %s', async (status, failure) => {
    expect(await run(answering({ content: 'no', isError: true, status }), {})).toMatchObject({
      status: 'error',
      failure,
    });
  });

  it('changing its arguments does not change the call', async () => {
    const call = callOf({ list: [1] });
    const tool = toolOf(async (args) => {
      (args.list as number[]).push(2);
      return ok;
    });
    await executorOf(tool).execute(call, { place });
    expect(call.arguments).toEqual({ list: [1] });
  });
});

describe('the caller', () => {
  it('may abort: that alone is thrown', async () => {
    const controller = new AbortController();
    const running = executorOf(toolOf(() => new Promise(() => undefined))).execute(callOf({}), {
      place,
      signal: controller.signal,
    });
    controller.abort(new Error('stop'));
    await expect(running).rejects.toMatchObject({ code: 'interrupted/aborted' });
    await expect(
      executorOf(answering(ok)).execute(callOf({}), { place, signal: controller.signal }),
    ).rejects.toMatchObject({
      code: 'interrupted/aborted',
    });
  });

  it('gets the same random numbers at the same place, in any order', async () => {
    const draw = toolOf(async (_, { random }) => ({ content: random.next() }));
    const elsewhere = { ...place, trial: 1 };
    const first = executorOf(draw);
    const here = await first.execute(callOf({}), { place });
    const there = await first.execute(callOf({}), { place: elsewhere });
    const second = executorOf(draw);
    expect(await second.execute(callOf({}), { place: elsewhere })).toEqual(there);
    expect(await second.execute(callOf({}), { place })).toEqual(here);
    expect(here).not.toEqual(there);
  });
});

describe('recordings', () => {
  const counting = (more = {}) => {
    let calls = 0;
    return toolOf(async (args) => ({ content: { calls: ++calls, args } }), more);
  };

  it('answer repeated reads in cache mode, in any order of arguments, and everything in replay mode', async () => {
    const recordings = createMemoryRecordings();
    const recording = executorOf(counting(), { recordings, recordingMode: 'cache' });
    const live = await recording.execute(callOf({ a: 1, b: 2 }), { place });
    const again = await recording.execute(callOf({ b: 2, a: 1 }), { place });
    expect([live.origin, again.origin]).toEqual(['live', 'recorded']);
    expect(again.content).toBe(live.content);
    const replaying = executorOf(toolOf(undefined), { recordings, recordingMode: 'replay' });
    expect(await replaying.execute(callOf({ a: 1, b: 2 }), { place })).toEqual(again);
    expect(await replaying.execute(callOf({ a: 3 }), { place })).toMatchObject({ failure: 'not-recorded' });
    expect(
      await run(counting({ version: 'other' }), { a: 1, b: 2 }, { recordings, recordingMode: 'replay' }),
    ).toMatchObject({
      failure: 'not-recorded',
    });
  });

  it('never stand in for a write in cache mode', async () => {
    const recordings = createMemoryRecordings();
    const policy = { allowWrites: ['act'] };
    const executor = executorOf(counting(writer), { recordings, recordingMode: 'cache', policy });
    await executor.execute(callOf({}), { place });
    expect(await executor.execute(callOf({}), { place })).toMatchObject({
      origin: 'live',
      content: expect.stringContaining('"calls":2'),
    });
    expect(recordings.kept.size).toBe(1);
  });

  it('keep the first output of a call in record mode, while every call is made', async () => {
    const recordings = createMemoryRecordings();
    const executor = executorOf(counting(), { recordings, recordingMode: 'record' });
    const contents = [];
    for (const args of [{}, {}]) contents.push(await executor.execute(callOf(args), { place }));
    expect(contents.map(({ origin }) => origin)).toEqual(['live', 'live']);
    expect(contents[1]?.content).toContain('"calls":2');
    const [kept] = recordings.kept.values();
    expect(kept?.output.content).toMatchObject({ calls: 1 });
  });

  it('are not kept of what passes: time-outs, 429, 5xx, failures to connect', async () => {
    const recordings = createMemoryRecordings();
    const options = { recordings, recordingMode: 'record' as const, policy: { timeoutMs: 50 } };
    for (const status of [408, 429, 500, 503, 504])
      await run(answering({ content: 'x', isError: true, status }), {}, options);
    await run(
      toolOf(() => new Promise(() => undefined)),
      {},
      options,
    );
    await run(
      toolOf(() => Promise.reject(new Error('reset'))),
      {},
      options,
    );
    expect(recordings.kept.size).toBe(0);
    await run(answering({ content: 'no such city', isError: true, status: 404 }), {}, options);
    expect(recordings.kept.size).toBe(1);
  });

  it('are not touched in live mode, and a simulator stays marked when replayed', async () => {
    const recordings = createMemoryRecordings();
    await run(answering(ok), {}, { recordings });
    expect(recordings.kept.size).toBe(0);
    const simulator = answering({ ...ok, isSimulated: true });
    await run(simulator, {}, { recordings, recordingMode: 'record' });
    expect(await run(simulator, {}, { recordings, recordingMode: 'replay' })).toMatchObject({ origin: 'simulated' });
  });

  it('that cannot be written stop the run', async () => {
    const full = new ImaginariumError({ code: 'disk/full', message: 'no space left' });
    const recordings = { get: () => undefined, put: () => Promise.reject(full) };
    await expect(run(answering(ok), {}, { recordings, recordingMode: 'record' })).rejects.toBe(full);
  });
});

describe('rate limit', () => {
  it('spaces the calls of a tool by its rate', async () => {
    const clock = createManualClock();
    const executor = executorOf([answering(ok), answering(ok, { name: 'other' })], {
      clock,
      policy: { callsPerSecond: 4 },
    });
    for (const name of ['act', 'act', 'other', 'act']) await executor.execute(callOf({}, name), { place });
    expect(clock.slept).toEqual([250, 250]);
  });
});

describe('secrets', () => {
  it('reach no observation, recording or log, whether given or handed out', async () => {
    const recordings = createMemoryRecordings();
    const logged: unknown[] = [];
    const leaking = toolOf(
      async (args, { secret }): Promise<ToolOutput> => ({
        content: {
          header: `Bearer ${secret('KEY')}`,
          basic: Buffer.from(`u:${secret('KEY')}`).toString('base64'),
          args,
        },
      }),
    );
    const failing = toolOf(async (_, { secret }) => Promise.reject(new Error(`401 for ${secret('KEY')}`)), {
      name: 'fail',
    });
    const executor = executorOf([leaking, failing], {
      recordings,
      recordingMode: 'cache',
      secretValues: ['canary-given'],
      log: (full) => logged.push(full),
    });
    const seen = [
      await executor.execute(callOf({ q: 'canary-given' }), { place }),
      await executor.execute(callOf({ q: 'canary-given' }), { place }),
      await executor.execute(callOf({}, 'fail'), { place }),
      await executor.execute(callOf({}, 'canary-given'), { place }),
    ];
    const everything = JSON.stringify([seen, [...recordings.kept.values()], logged]);
    expect(everything).toContain('[redacted]');
    for (const form of [
      'canary-given',
      'a-secret-value',
      Buffer.from('u:a-secret-value').toString('base64').slice(3, -4),
    ])
      expect(everything).not.toContain(form);
    expect(seen[1]?.origin).toBe('recorded');
  });
});

describe('a secret that was not given', () => {
  it('ends the run: no model can mend it', async () => {
    const missing = new ImaginariumError({ code: 'secret/missing', message: 'KEY?', hint: 'Give it.' });
    const tool = toolOf(async (_, { secret }) => ({ content: secret('KEY') }));
    const secret = () => {
      throw missing;
    };
    await expect(run(tool, {}, { secret })).rejects.toBe(missing);
  });
});

const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('what is nested very deeply', () => {
  it('is a failure of the tool that returned it', async () => {
    const options = { secretValues: ['canary-given'], log: () => {}, recordings: createMemoryRecordings() };
    for (const levels of [3_500, 100_000]) {
      const observation = await run(
        answering({ content: nested(levels) }),
        {},
        { ...options, recordingMode: 'record' },
      );
      expect(observation).toMatchObject({ status: 'error', failure: 'tool-error', origin: 'live' });
    }
    expect(await run(answering({ content: nested(400) }), {}, options)).toMatchObject({ status: 'ok' });
    const text = '['.repeat(5_000) + ']'.repeat(5_000);
    const policy = { observationLimit: 9_000 };
    expect(await run(answering({ content: text }), {}, { ...options, policy })).toMatchObject({ fullLength: 10_000 });
  });

  it('is no call when a model sends it', async () => {
    const seen: unknown[] = [];
    const log = (full: unknown) => void seen.push(full);
    const args = { a: nested(5_000) };
    const call = { id: 'c', name: 'act', arguments: args, argumentsText: '…' };
    const executor = executorOf(answering(ok), { log, secretValues: ['canary-given'] });
    const observation = await executor.execute(call, { place });
    expect(observation).toMatchObject({ failure: 'unparsable-call', origin: 'none' });
    expect(seen).toHaveLength(1);
  });
});

describe('observations', () => {
  it('are shortened for the model, and whole for the log', async () => {
    const logged: string[] = [];
    const content = { rows: Array.from({ length: 500 }, (_, id) => ({ id })) };
    const options = { log: ({ content: text }: { content: string }) => void logged.push(text) };
    const observation = await run(answering({ content }), {}, options);
    expect(observation.content.length).toBeLessThanOrEqual(2048);
    expect(JSON.parse(observation.content).rows[0]).toEqual({ id: 0 });
    expect(observation.fullLength).toBe(JSON.stringify(content).length);
    expect(logged).toEqual([JSON.stringify(content)]);
  });

  it('come of any JSON that a tool returns, within the bound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (content) => {
        const observation = await run(answering({ content }), {}, { policy: { observationLimit: 64 } });
        expect(observation).toMatchObject({ status: 'ok', origin: 'live' });
        expect(observation.content.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('fetch', () => {
  it('is guarded, and a host is opened by the policy', async () => {
    const server = createServer((_, response) => response.end('pong'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ping = toolOf(async (_, context) => ({ content: await (await context.fetch(`http://${host}/`)).text() }));
    expect(await run(ping, {})).toMatchObject({ failure: 'address-denied' });
    expect(await run(ping, {}, { policy: { allowHosts: [host] } })).toMatchObject({ content: 'pong' });
    server.closeAllConnections();
    server.close();
  });
});
