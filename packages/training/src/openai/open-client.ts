import { abortedError } from '@imaginarium/models';
import OpenAI, { APIUserAbortError } from 'openai';

/** Carries an error through the client library, which would otherwise make one of its own out of it. */
class CarriedError extends Error {
  readonly carried: unknown;

  constructor(carried: unknown) {
    super('The request failed.');
    this.carried = carried;
  }
}

export interface ClientOptions {
  readonly server: string;
  readonly apiKey: string | undefined;
  readonly transport: typeof globalThis.fetch;
}

/** The official client: without retries, logs or settings from the environment, over our own transport. */
export function openClient({ server, apiKey, transport }: ClientOptions): OpenAI {
  const carry: typeof globalThis.fetch = (input, init) =>
    transport(input, init).catch((error: unknown) => {
      throw new CarriedError(error);
    });
  return new OpenAI({
    baseURL: server,
    apiKey: apiKey ?? 'none',
    ...(!apiKey && { defaultHeaders: { authorization: null } }),
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: Object.assign(carry, { Response }),
  });
}

/** Awaits a request of the client and throws what the transport threw. */
export async function ask<T>(request: PromiseLike<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof APIUserAbortError) throw abortedError();
    const inner = error instanceof Error ? error.cause : undefined;
    throw inner instanceof CarriedError ? inner.carried : error;
  }
}
