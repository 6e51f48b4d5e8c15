import type { Agent, Dispatcher } from 'undici';

let agent: Agent | undefined;

/**
 * A `fetch` for JSON exchanges over undici's `request`: half the processor time of the built-in one, because the body
 * is read once and no web stream is made. Takes what the `openai` client sends (a text body, a Headers) and gives what
 * it reads (status, headers, text, json). Follows no redirect.
 */
export const undiciFetch: typeof globalThis.fetch = async (input, init) => {
  const undici = await import('undici');
  agent ??= new undici.Agent({ connections: 1024, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  const { statusCode, headers, body } = await undici.request(String(input), {
    dispatcher: agent,
    method: (init?.method ?? 'GET') as Dispatcher.HttpMethod,
    headers: init?.headers ? Object.fromEntries(new Headers(init.headers)) : {},
    body: (init?.body ?? null) as string | null,
    signal: init?.signal ?? null,
  });
  return new JsonResponse(statusCode, headers, body) as unknown as Response;
};

/** The part of a Response that clients of a JSON API read. */
class JsonResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly body = null;
  readonly #data: Dispatcher.ResponseData['body'];

  constructor(status: number, headers: Dispatcher.ResponseData['headers'], data: Dispatcher.ResponseData['body']) {
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = new Headers(
      Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      ),
    );
    this.#data = data;
  }

  text(): Promise<string> {
    return this.#data.text();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.#data.text());
  }
}
