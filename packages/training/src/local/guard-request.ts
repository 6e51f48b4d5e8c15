import { createHash, timingSafeEqual } from 'node:crypto';
import { ImaginariumError } from '@imaginarium/contracts';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

/** Whether a name or address is of this machine only. */
function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** @throws ImaginariumError `config/api-key-required` for a server that others can reach and anybody could use */
export function refuseOpenHost(host: string, apiKey: string | undefined): void {
  if (apiKey === '')
    throw new ImaginariumError({ code: 'config/api-key-empty', message: 'The API key of the server is empty.' });
  if (apiKey !== undefined || isLoopback(host)) return;
  throw new ImaginariumError({
    code: 'config/api-key-required',
    message: `The server would be reachable from other machines (host ${host}) without an API key.`,
    hint: 'Set an API key, or bind to 127.0.0.1.',
  });
}

/**
 * What every request must pass. With a key: the key. Without: nothing but this machine, and of a web browser only pages that
 * come from it: a page elsewhere must not reach the server by a name that it points here (DNS rebinding) nor by a form.
 * @throws ApiError 401, 403
 */
export function createGuard(apiKey: string | undefined): (request: FastifyRequest) => void {
  if (apiKey !== undefined) {
    const expected = digest(apiKey);
    return ({ headers }) => {
      const given = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
      if (given === undefined) throw invalidKey('You did not provide an API key (Authorization: Bearer KEY).');
      if (!timingSafeEqual(digest(given.trim()), expected)) throw invalidKey('The API key is not that of this server.');
    };
  }
  return ({ headers }) => {
    const host = headers.host === undefined ? undefined : hostnameOf(`http://${headers.host}`);
    if (host === undefined || !isLoopback(host))
      throw new ApiError(403, 'Without an API key the server answers to localhost only.', { code: 'host_not_allowed' });
    if (headers.origin === undefined) return;
    const origin = hostnameOf(headers.origin);
    if (origin === undefined || !isLoopback(origin))
      throw new ApiError(403, 'Without an API key the server answers no pages of other hosts.', {
        code: 'origin_not_allowed',
      });
  };
}

function invalidKey(message: string): ApiError {
  return new ApiError(401, message, { code: 'invalid_api_key' });
}

/** Of one length, so that comparing takes one time. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
