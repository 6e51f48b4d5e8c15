import type { ClientOptions, OpenAI } from 'openai';

export interface ClientSettings {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds that the caller gives an exchange. */
  readonly timeoutMs: number;
}

/**
 * The client library, without what it would do a second time for each call: only the body differs between requests, so URL and headers
 * are made once; and the caller's signal carries the deadline, so no other timer is set.
 */
export async function createClient({ baseUrl, apiKey, fetch, timeoutMs }: ClientSettings): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  type Build = OpenAI['buildRequest'];
  class ChatClient extends OpenAI {
    #first: ReturnType<Build> | undefined;

    override async buildRequest(...[options, retry]: Parameters<Build>): ReturnType<Build> {
      this.#first ??= super.buildRequest(options, retry);
      const { req, url, timeout } = await this.#first;
      return { url, timeout, req: { ...req, body: JSON.stringify(options.body), signal: options.signal ?? null } };
    }

    override fetchWithTimeout(...[url, init]: Parameters<OpenAI['fetchWithTimeout']>): Promise<Response> {
      return fetch(url, { ...init, method: 'POST' });
    }
  }
  return new ChatClient(settingsOf(baseUrl, apiKey, timeoutMs));
}

/** Every setting is given, so that the client takes none from the environment. */
function settingsOf(baseURL: string, apiKey: string | undefined, timeout: number): ClientOptions {
  return {
    baseURL,
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout,
    ...(!apiKey && { defaultHeaders: { Authorization: null } }),
  };
}
