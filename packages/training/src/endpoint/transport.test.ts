import { ImaginariumError } from '@imaginarium/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningServer, startDialectServer } from '../testing/start-dialect-server.ts';
import { type FaultProxy, startFaultProxy } from '../testing/start-fault-proxy.ts';
import { createTransport } from './transport.ts';

const ANY = { method: 'GET', path: /./ };
const KEY = 'sk-canary-91';

describe('createTransport', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  const open = async (
    reply: { readonly body?: unknown; readonly text?: string; readonly status?: number } = { body: { ok: true } },
  ): Promise<{
    server: RunningServer;
    proxy: FaultProxy;
    ask: (timeoutMs?: number, signal?: AbortSignal) => Promise<Response>;
  }> => {
    const server = await startDialectServer(() => reply);
    const proxy = await startFaultProxy(server.origin);
    closers.push(proxy.close, server.close);
    const ask = (timeoutMs?: number, signal?: AbortSignal) =>
      createTransport({ server: proxy.origin, apiKey: KEY, ...(timeoutMs !== undefined && { timeoutMs }) })(
        `${proxy.origin}/v1/jobs`,
        { headers: { accept: 'application/json', authorization: `Bearer ${KEY}` }, ...(signal && { signal }) },
      );
    return { server, proxy, ask };
  };

  it('gives a whole reply through', async () => {
    const { ask } = await open();
    expect(await (await ask()).json()).toEqual({ ok: true });
  });

  it.each([
    ['half-body', 'endpoint/broken-reply', true],
    ['close', 'endpoint/unreachable', true],
  ] as const)('names a %s', async (fault, code, isRetryable) => {
    const { proxy, ask } = await open();
    proxy.inject(ANY, fault);
    await expect(ask()).rejects.toMatchObject({ code, isRetryable });
  });

  it('names a server that does not answer in time, and an interruption apart from it', async () => {
    const { proxy, ask } = await open();
    proxy.inject(ANY, 'hang', 'hang');
    await expect(ask(50)).rejects.toMatchObject({ code: 'endpoint/timeout', isRetryable: true });
    await expect(ask(60_000, AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'interrupted/aborted' });
  });

  it('takes a web page where JSON was asked for as a broken reply', async () => {
    const { ask } = await open({ text: '<html>Welcome to the gateway</html>' });
    await expect(ask()).rejects.toMatchObject({ code: 'endpoint/broken-reply' });
  });

  it('does not take a base URL with credentials, nor shows it', () => {
    const open = () => createTransport({ server: 'https://me:secret@example.org/v1', apiKey: KEY });
    expect(open).toThrow(
      expect.objectContaining({ code: 'config/base-url', message: expect.not.stringContaining('secret') }),
    );
  });

  it('keeps the key out of what the server says', async () => {
    const { ask } = await open({ status: 400, body: { error: { message: `You sent ${KEY}` } } });
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImaginariumError);
    expect(String(error)).toContain('You sent [redacted]');
  });
});
