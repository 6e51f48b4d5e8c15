import { messageOf } from '@imaginarium/contracts';
import { EndpointError, redact } from './endpoint-error.ts';
import type { EndpointContext } from './error-from-status.ts';

/** A request that got no reply: refused, reset, not resolved, or too slow to connect. */
export function errorFromNetwork(thrown: unknown, context: EndpointContext): EndpointError {
  const codes = errorCodes(thrown);
  if (codes.some((code) => code.includes('TIMEOUT') || code === 'ETIMEDOUT'))
    return new EndpointError({
      code: 'endpoint/timeout',
      message: `${context.server} did not answer in time (${codes.join(', ')}).`,
      isRetryable: true,
    });
  return new EndpointError({
    code: 'endpoint/unreachable',
    message: `${context.server} cannot be reached: ${redact(deepestMessage(thrown), context.apiKey)}`,
    hint: codes.includes('ECONNREFUSED')
      ? `Is the server running at ${context.server}?`
      : 'Check the base URL and the network.',
    isRetryable: true,
  });
}

/** A reply that ended early or is not what the API promises. */
export function brokenReply(what: string, context: EndpointContext): EndpointError {
  return new EndpointError({
    code: 'endpoint/broken-reply',
    message: `The reply of ${context.server} for ${context.model} ${redact(what, context.apiKey)}`,
    isRetryable: true,
  });
}

function errorCodes(thrown: unknown): string[] {
  return causes(thrown).flatMap((error) => ('code' in error && typeof error.code === 'string' ? [error.code] : []));
}

function deepestMessage(thrown: unknown): string {
  const spoken = causes(thrown).findLast((error) => error.message !== '');
  return spoken?.message ?? messageOf(thrown);
}

/** The error and its causes, outermost first; the parts of an AggregateError (one an address tried) count as causes. */
function causes(thrown: unknown): Error[] {
  if (!(thrown instanceof Error)) return [];
  const inner = thrown instanceof AggregateError ? thrown.errors : [thrown.cause];
  return [thrown, ...inner.flatMap(causes)];
}
