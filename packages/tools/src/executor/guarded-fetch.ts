import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { addressDenied, deniedUrl, isAllowedHost } from './denied-address.ts';
import { guardedLookup, type ResolveHost } from './guarded-lookup.ts';

const MOST_REDIRECTS = 5;
/** All that crosses to another origin: whatever else a request carries may be a credential. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

export interface GuardedFetchOptions {
  /** `host` or `host:port` that may be reached although it is private or loopback. @default [] */
  readonly allowHosts?: readonly string[];
  /** Bytes that a response body may have, after decompression. @default 10000000 */
  readonly bodyLimit?: number;
  /** Resolves a name. @default the system's resolver */
  readonly resolveHost?: ResolveHost;
}

/**
 * A `fetch` that cannot be led to private addresses: literal addresses and every address that a name resolves to are
 * checked at the moment of connecting, and redirects (at most 5) are followed by hand with the same checks; what may be
 * a credential stays behind when a redirect leaves the origin.
 * @throws ImaginariumError `permission/address-denied`, `endpoint/unreachable`, `endpoint/too-many-redirects`;
 * reading the body throws `endpoint/response-too-large`; the signal's reason when aborted
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  const bodyLimit = options.bodyLimit ?? 10_000_000;
  let opened: ReturnType<typeof openAgents> | undefined;

  const send = async (url: URL, request: PlainRequest): Promise<Response> => {
    const isAllowed = isAllowedHost(url, options.allowHosts ?? []);
    const denial = isAllowed ? deniedScheme(url) : deniedUrl(url);
    if (denial) throw denied(url, denial);
    try {
      opened ??= openAgents(options.resolveHost);
      const { fetch, open, guarded } = await opened;
      const response = await fetch(url, { ...request, redirect: 'manual', dispatcher: isAllowed ? open : guarded });
      return response as unknown as Response;
    } catch (cause) {
      request.signal.throwIfAborted();
      throw asError(url, cause);
    }
  };

  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    // Before `Request` does, whose error would repeat them.
    if (url.username || url.password) throw denied(url, 'credentials in the URL are not allowed');
    const asked = new Request(input, init);
    let request: PlainRequest = {
      method: asked.method,
      headers: Object.fromEntries(asked.headers),
      body: asked.body ? new Uint8Array(await asked.arrayBuffer()) : null,
      signal: asked.signal,
    };
    for (let redirects = 0; ; redirects++) {
      const response = await send(url, request);
      const location = response.headers.get('location');
      if (asked.redirect === 'manual' || location === null || ![301, 302, 303, 307, 308].includes(response.status))
        return bounded(response, url, bodyLimit);
      await response.body?.cancel();
      if (asked.redirect === 'error' || redirects === MOST_REDIRECTS)
        throw new ImaginariumError({
          code: 'endpoint/too-many-redirects',
          message: `${url.origin} redirected more than ${asked.redirect === 'error' ? 0 : MOST_REDIRECTS} times.`,
        });
      const target = redirectTarget(location, url);
      request = redirected(request, response.status, target.origin !== url.origin);
      url = target;
    }
  };
}

/** Loaded at the first request: most tools of a run make none. */
async function openAgents(resolveHost: ResolveHost | undefined) {
  const { Agent, fetch } = await import('undici');
  return { fetch, open: new Agent(), guarded: new Agent({ connect: { lookup: guardedLookup(resolveHost) } }) };
}

interface PlainRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

function redirectTarget(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href))
    throw addressDenied(from.host, 'it redirects to something that is not a URL', false);
  return new URL(location, from);
}

/** 303 always, and 301 and 302 of a POST, go on as a GET without body (Fetch standard, HTTP-redirect fetch). */
function redirected(request: PlainRequest, status: number, leavesOrigin: boolean): PlainRequest {
  const becomesGet =
    (status === 303 && request.method !== 'HEAD') || ((status === 301 || status === 302) && request.method === 'POST');
  const headers = Object.entries(request.headers).filter(
    ([name]) => !(leavesOrigin && !HARMLESS_HEADERS.has(name)) && !(becomesGet && name.startsWith('content-')),
  );
  return {
    ...request,
    headers: Object.fromEntries(headers),
    ...(becomesGet ? { method: 'GET', body: null } : {}),
  };
}

const deniedScheme = (url: URL) =>
  /^https?:$/.test(url.protocol) ? undefined : `the scheme ${url.protocol} is not allowed`;
const denied = (url: URL, reason: string) => {
  const isOfHost = deniedScheme(url) === undefined && url.username === '' && url.password === '';
  return addressDenied(url.host || url.protocol, reason, isOfHost);
};

function asError(url: URL, thrown: unknown): ImaginariumError {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ImaginariumError) return cause;
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : messageOf(thrown);
  return new ImaginariumError({
    code: 'endpoint/unreachable',
    message: `${url.origin} could not be reached: ${reason}`,
    cause: thrown,
    isRetryable: true,
  });
}

/** The response with its URL, and a body that errors past the limit. undici has decompressed it already. */
function bounded(response: Response, url: URL, limit: number): Response {
  let length = 0;
  const counted = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        length += chunk.byteLength;
        if (length > limit)
          throw new ImaginariumError({
            code: 'endpoint/response-too-large',
            message: `${url.origin} answered with more than ${limit} bytes.`,
          });
        controller.enqueue(chunk);
      },
    }),
  );
  const headers = new Headers([...response.headers]);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const hasBody = ![101, 204, 205, 304].includes(response.status);
  const copy = new Response(hasBody ? counted : null, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
  return Object.defineProperty(copy, 'url', { value: url.href });
}
