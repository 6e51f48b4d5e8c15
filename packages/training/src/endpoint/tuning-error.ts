import { type EndpointContext, EndpointError, errorFromStatus, type HttpFailure, wordsOf } from '@imaginarium/models';

const CLOSED =
  /no longer|clos(ed|ing|ure)|sunset|deprecat|discontinu|retired|shut ?down|new (customers|jobs|fine-?tun)|not (available|accepting|enabled|allowed to create)|access to fine-?tun/i;
const ABOUT_THE_KEY = /scope|\brole\b|this key|api key/i;

/**
 * The mapping of model calls, with what differs for fine-tuning: 403 that says that the service takes no new jobs is
 * `permission/closed`; 404 is about a job or file, `endpoint/not-found`; 409 is a conflict that waiting does not end.
 */
export function tuningError(failure: HttpFailure, context: EndpointContext): EndpointError {
  const error = errorFromStatus(failure, context);
  const { message, retryAfterMs } = error;
  const words = wordsOf(failure.body);
  if (failure.status === 403 && CLOSED.test(words) && !ABOUT_THE_KEY.test(words)) return closedError(message);
  if (failure.status === 404)
    return new EndpointError({
      code: 'endpoint/not-found',
      message,
      hint: 'Check the id, and that the base URL ends where the API begins (most servers: in /v1).',
    });
  if (failure.status === 409)
    return new EndpointError({
      code: 'endpoint/conflict',
      message,
      hint: 'Look at the job with `imaginarium jobs`.',
      retryAfterMs,
    });
  return error;
}

/** What an endpoint that takes no new jobs fails with. */
export function closedError(message: string): EndpointError {
  return new EndpointError({
    code: 'permission/closed',
    message,
    hint: 'This endpoint takes no new jobs from this account: `imaginarium endpoints` names one that is open, `--to` sends the same data there.',
  });
}
