import { type ErrorDetails, isJsonObject } from '@imaginarium/contracts';
import { EndpointError, redact } from './endpoint-error.ts';
import { type HeaderLookup, readRetryAfter } from './retry-after.ts';

/** What errors say about where they happened. */
export interface EndpointContext {
  readonly model: string;
  /** Base URL without credentials. */
  readonly server: string;
  readonly apiKey: string | undefined;
}

/** A reply with a status that is not 2xx. */
export interface HttpFailure {
  readonly status: number;
  readonly header: HeaderLookup;
  /** Parsed JSON, or text. */
  readonly body: unknown;
}

type Mapped = Pick<ErrorDetails, 'code' | 'hint' | 'isRetryable'>;

/** The one mapping from HTTP status to error code, for every adapter. */
export function errorFromStatus(failure: HttpFailure, context: EndpointContext): EndpointError {
  const words = redact(wordsOf(failure.body), context.apiKey).slice(0, 500);
  return new EndpointError({
    ...mapStatus(failure, words, context),
    message: `${context.server} answered ${failure.status} for ${context.model}${words === '' ? '.' : `: ${words}`}`,
    retryAfterMs: readRetryAfter(failure.header),
  });
}

function mapStatus({ status, body }: HttpFailure, words: string, context: EndpointContext): Mapped {
  if (status === 402 || isQuota(body, words))
    return { code: 'endpoint/quota', hint: 'The account has no credit left: add some, or use another model.' };
  switch (status) {
    case 400:
    case 413:
    case 422:
      if (isContextLength(body, words))
        return { code: 'endpoint/context-length', hint: 'Shorten the request or use a model with a longer context.' };
      return { code: 'endpoint/refused-request', hint: 'The server does not take this request: see its words.' };
    case 401:
      return { code: 'secret/refused', hint: `Check the API key for ${context.server}.` };
    case 403:
      return { code: 'permission/refused', hint: `The key is known but may not use ${context.model}.` };
    case 404:
      return {
        code: 'endpoint/unknown-model',
        hint: `Check the model's name and the base URL (most servers want it to end in /v1).`,
      };
    case 408:
      return { code: 'endpoint/timeout', isRetryable: true };
    case 429:
      return {
        code: 'endpoint/rate-limited',
        isRetryable: true,
        hint: 'Lower the concurrency, or set the requests or tokens a minute that the account allows.',
      };
    default:
      if (status >= 500 || status === 409 || status === 425) return { code: 'endpoint/failed', isRetryable: true };
      return { code: 'endpoint/refused-request', hint: 'Check the base URL.' };
  }
}

function isQuota(body: unknown, words: string): boolean {
  return (
    [fieldOf(body, 'code'), fieldOf(body, 'type')].some((value) =>
      ['insufficient_quota', 'billing_hard_limit_reached'].includes(String(value)),
    ) || /exceeded your current quota/i.test(words)
  );
}

/** Whether a refusal is about the length of the request. */
export function isContextLength(body: unknown, words: string): boolean {
  return (
    fieldOf(body, 'code') === 'context_length_exceeded' ||
    /context (length|window|size)|maximum context|prompt is too long|too many (input )?tokens/i.test(words)
  );
}

/** A field of an error body, from `{error: {…}}` or from the top. */
export function fieldOf(body: unknown, name: string): unknown {
  if (!isJsonObject(body)) return undefined;
  return isJsonObject(body.error) ? body.error[name] : body[name];
}

/** The server's own words out of the shapes in use: `{error: {message}}`, `{error}`, `{message}`, `{detail}`, text. */
export function wordsOf(body: unknown): string {
  if (!isJsonObject(body)) return typeof body === 'string' ? body.trim() : '';
  const words = fieldOf(body, 'message') ?? body.error ?? body.detail ?? body;
  return typeof words === 'string' ? words.trim() : JSON.stringify(words);
}
