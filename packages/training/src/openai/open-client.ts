import { ImaginariumError } from '@imaginarium/contracts';
import { abortedError } from '@imaginarium/models';
import OpenAI, { APIUserAbortError, OpenAIError } from 'openai';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

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
    // The transport keeps the time.
    timeout: LONGEST_TIMER_MS,
    logLevel: 'off',
    fetch: Object.assign(carry, { Response }),
  });
}

/**
 * Makes a request of the client and throws what the transport threw.
 *
 * @throws ImaginariumError `input/request` for what the client library itself refuses to send, such as an id with `..`
 */
export async function ask<T>(request: () => PromiseLike<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof APIUserAbortError) throw abortedError();
    const inner = error instanceof Error ? error.cause : undefined;
    if (inner instanceof CarriedError) throw inner.carried;
    if (!(error instanceof OpenAIError)) throw error;
    throw new ImaginariumError({
      code: 'input/request',
      message: `The request cannot be made: ${error.message}`,
      hint: 'Check the ids that were given.',
    });
  }
}
