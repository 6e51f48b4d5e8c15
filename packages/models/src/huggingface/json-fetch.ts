import { isJsonObject } from '@imaginarium/contracts';
import { StatusFailure } from '../errors/status-failure.ts';

/**
 * A fetch that reads replies as JSON before the client library sees them: failures are thrown whole, and the fields
 * that the library insists on but servers leave out (`id`, `created`, `model`, `usage`) are filled in.
 */
export function createJsonFetch(fetch: typeof globalThis.fetch, model: string): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.text();
    if (!response.ok) throw new StatusFailure(response.status, (name) => response.headers.get(name), text);
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
