import type { JsonObject } from '@imaginarium/contracts';
import { type RetryOptions, retry } from '@imaginarium/models';
import type { z } from 'zod';
import { createReadReply } from './read-reply.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface RestCall<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Appended to the base URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject | FormData;
  readonly schema: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
}

export interface Rest {
  /** One request, never repeated. */
  once<T>(call: RestCall<T>): Promise<T>;
  /** For requests that may be repeated without harm. */
  repeat<T>(call: RestCall<T>): Promise<T>;
}

/** JSON over HTTP with a bearer key, replies checked by their schema. */
export function openRest(options: TransportOptions, retries: RetryOptions): Rest {
  const { server, apiKey } = options;
  const transport = createTransport(options);
  const once = async <T>({ method, path, query, body, schema, signal }: RestCall<T>): Promise<T> => {
    const url = new URL(`${server}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const isForm = body instanceof FormData;
    const response = await transport(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'imaginarium',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const context = { server, apiKey, model: `${method} ${url.pathname}` };
    return createReadReply(context)(schema, await response.json());
  };
  return { once, repeat: (call) => retry(() => once(call), retries, call.signal) };
}
