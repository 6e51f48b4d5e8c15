import { type ErrorCategory, ImaginariumError, messageOf } from '@imaginarium/contracts';

/** An answer that is an error, in OpenAI's shape (OpenAPI: ErrorResponse). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, message: string, details: { readonly code?: string; readonly param?: string } = {}) {
    super(message);
    this.status = status;
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }
}

export function notFound(kind: string, id: string, param: string): ApiError {
  return new ApiError(404, `No such ${kind}: ${id}`, { code: 'not_found', param });
}

/** The body of an error answer. */
export function errorBody(error: ApiError): { error: Record<'message' | 'type' | 'param' | 'code', string | null> } {
  const type = error.status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message: error.message, type, param: error.param, code: error.code } };
}

const STATUS: Partial<Record<ErrorCategory, number>> = { input: 400, config: 400, endpoint: 502, interrupted: 503 };

/** What any thrown thing is to a client: what it can mend is said, a defect or a full disk says no more than that it is one. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const status = thrown instanceof ImaginariumError ? STATUS[thrown.category] : statusOf(thrown);
  if (status === undefined)
    return new ApiError(500, 'The server failed at this request; its log says why.', { code: 'internal_error' });
  if (!(thrown instanceof ImaginariumError)) return new ApiError(status, messageOf(thrown));
  return new ApiError(status, thrown.hint ? `${thrown.message} ${thrown.hint}` : thrown.message, { code: thrown.code });
}

/** As the HTTP framework says; undefined for anything but a client's fault. */
function statusOf(thrown: unknown): number | undefined {
  const status =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
