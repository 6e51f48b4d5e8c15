import { type Clock, ImaginariumError, type Random } from '@imaginarium/contracts';
import { abortedError, type EndpointContext, errorFromNetwork, redact, retry } from '@imaginarium/models';
import { createTransport } from '../endpoint/transport.ts';
import { tuningError } from '../endpoint/tuning-error.ts';

/** What every function of `@huggingface/hub` takes. */
export interface HubParams {
  readonly accessToken: string;
  readonly hubUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

/** The Hub as one account sees it. Whatever it is asked, failures are ImaginariumErrors without the token. */
export interface HubClient {
  /** User or organisation that owns the data sets, jobs and models. */
  readonly namespace: string;
  readonly token: string;
  readonly hubUrl: string;
  readonly clock: Clock;
  /** Never repeats a request. */
  params(signal: AbortSignal | undefined): HubParams;
  /** For replies that are read while they grow. */
  streamParams(signal: AbortSignal): HubParams;
  /** Repeats, with waits, what may be asked twice without harm. */
  repeat<T>(run: (params: HubParams) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Takes this token, and whatever looks like one, out of a text. */
  redact(text: string): string;
}

export interface HubClientOptions {
  readonly token: string;
  readonly namespace: string;
  readonly hubUrl: string;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

const TOKENS = /\bhf_[A-Za-z0-9]{16,}\b/g;

/** @throws ImaginariumError `secret/malformed`, `config/namespace` */
export function createHubClient(options: HubClientOptions): HubClient {
  const { token, namespace, hubUrl, clock, random } = options;
  if (!token.startsWith('hf_'))
    throw new ImaginariumError({
      code: 'secret/malformed',
      message: 'The Hugging Face token does not begin with hf_.',
      hint: 'Make one with write access under https://huggingface.co/settings/tokens.',
    });
  if (!/^[\w.-]{1,96}$/.test(namespace))
    throw new ImaginariumError({
      code: 'config/namespace',
      message: `The Hugging Face namespace "${namespace}" is not the name of a user or an organisation.`,
    });
  const fetch = options.fetch ?? globalThis.fetch;
  const transport = createTransport({
    server: hubUrl,
    apiKey: token,
    fetch,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  const paramsOf = (send: typeof fetch): HubParams => ({ accessToken: token, hubUrl, fetch: send });
  const params = (signal: AbortSignal | undefined) =>
    paramsOf((input, init) => {
      const both = [signal, init?.signal].filter((one) => one !== undefined && one !== null);
      return transport(input, { ...init, ...(both.length > 0 ? { signal: AbortSignal.any(both) } : {}) });
    });
  return {
    namespace,
    token,
    hubUrl,
    clock,
    params,
    streamParams: (signal) => paramsOf((input, init) => openStream(fetch, input, { ...init, signal }, hubUrl, token)),
    repeat: (run, signal) => retry(() => run(params(signal)), { clock, random }, signal),
    redact: (text) => redact(text, token).replace(TOKENS, '[redacted]'),
  };
}

async function openStream(
  fetch: typeof globalThis.fetch,
  input: string | URL | Request,
  init: RequestInit,
  server: string,
  token: string,
): Promise<Response> {
  const context: EndpointContext = { server, apiKey: token, model: new URL(String(input)).pathname };
  const response = await fetch(input, init).catch((thrown: unknown) => {
    throw init.signal?.aborted ? abortedError() : errorFromNetwork(thrown, context);
  });
  if (response.ok) return response;
  const header = (name: string) => response.headers.get(name);
  throw tuningError({ status: response.status, header, body: await response.text().catch(() => '') }, context);
}
