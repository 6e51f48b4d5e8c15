import { ImaginariumError, isJsonObject } from '@imaginarium/contracts';
import { abortedError, brokenReply, type EndpointContext, errorFromNetwork, throwIfAborted } from '@imaginarium/models';
import { tuningError } from './tuning-error.ts';

export interface TransportOptions {
  /** Base URL, up to and including its `/v1`. */
  readonly server: string;
  readonly apiKey: string | undefined;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds for a whole exchange, upload included. @default 600000 */
  readonly timeoutMs?: number;
}

/**
 * A fetch that ends in a whole reply with a status of 2xx or throws ImaginariumError: what the server answered, that it could not
 * be reached, or that the reply broke off or is not the JSON that was asked for. The key is in no message. It never repeats a request.
 *
 * @throws ImaginariumError `config/base-url` for a base URL that is none or holds credentials
 */
export function createTransport({
  server,
  apiKey,
  fetch = globalThis.fetch,
  timeoutMs = 600_000,
}: TransportOptions): typeof globalThis.fetch {
  refuseBaseUrl(server);
  return async (input, init) => {
    const signal = init?.signal ?? undefined;
    throwIfAborted(signal);
    const url = new URL(input instanceof Request ? input.url : input);
    const context: EndpointContext = { server, apiKey, model: `${init?.method ?? 'GET'} ${url.pathname}` };
    const deadline = AbortSignal.timeout(timeoutMs);
    const ended = (thrown: unknown): Error => {
      if (signal?.aborted) return abortedError();
      if (deadline.aborted) return errorFromNetwork(timeoutOf(timeoutMs), context);
      return errorFromNetwork(thrown, context);
    };
    const response = await fetch(input, {
      ...init,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    }).catch((thrown: unknown) => {
      throw ended(thrown);
    });
    const body = await response.arrayBuffer().catch((thrown: unknown) => {
      if (signal?.aborted || deadline.aborted) throw ended(thrown);
      throw brokenReply('broke off.', context);
    });
    if (response.ok) {
      const wantsJson = new Headers(init?.headers).get('accept')?.includes('json') === true;
      if (wantsJson && parse(body) === undefined) throw brokenReply('is not JSON.', context);
      return new Response(response.status === 204 ? null : body, { status: response.status, headers: plain(response) });
    }
    const header = (name: string) => response.headers.get(name);
    throw tuningError(
      { status: response.status, header, body: parse(body) ?? new TextDecoder().decode(body) },
      context,
    );
  };
}

function refuseBaseUrl(server: string): void {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return;
  throw new ImaginariumError({
    code: 'config/base-url',
    message: url ? 'The base URL holds credentials or is not http(s) (not shown).' : `"${server}" is not a base URL.`,
    hint: 'Write http(s)://HOST/v1 and give the key as a secret.',
  });
}

/** The body was read decoded, so what the headers say about its coding and length no longer holds. */
function plain(response: Response): Headers {
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}

function parse(body: ArrayBuffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isJsonObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function timeoutOf(ms: number): Error {
  return Object.assign(new Error(`no whole reply within ${ms} ms`), { code: 'ETIMEDOUT' });
}
