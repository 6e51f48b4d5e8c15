import { isJsonObject } from '@imaginarium/contracts';
import type { HttpFailure } from '../errors/error-from-status.ts';

/** A status that is not 2xx, with the headers that the client library's own errors leave out (Retry-After). */
export class StatusFailure extends Error {
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure) {
    super(`status ${failure.status}`);
    this.failure = failure;
  }
}

/**
 * A fetch that reads replies as JSON before the client library sees them: failures are thrown whole, and the fields
 * that the library insists on but servers leave out (`id`, `created`, `model`, `usage`) are filled in.
 */
export function createJsonFetch(fetch: typeof globalThis.fetch, model: string): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.text();
    if (!response.ok) {
      const { headers, status } = response;
      throw new StatusFailure({ status, header: (name) => headers.get(name), body: parseOrText(text) });
    }
    const body: unknown = JSON.parse(text);
    const whole = isJsonObject(body) && Array.isArray(body.choices) ? complete(body, model) : body;
    return Response.json(whole);
  };
}

function complete(body: Record<string, unknown>, model: string): unknown {
  const defaults = { id: '', created: 0, model, usage: null };
  const known = Object.fromEntries(Object.entries(body).filter(([, value]) => value != null));
  return { ...defaults, ...known };
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
