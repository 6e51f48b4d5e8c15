import { ImaginariumError, messageOf } from '@imaginarium/contracts';

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

/** What any thrown thing is to a client: our own errors say themselves, a defect says no more than that it is one. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof ImaginariumError) {
    const status = thrown.category === 'input' || thrown.category === 'config' ? 400 : 500;
    return new ApiError(status, thrown.hint ? `${thrown.message} ${thrown.hint}` : thrown.message, {
      code: thrown.code,
    });
  }
  const { statusCode } = thrown as { statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new ApiError(statusCode, messageOf(thrown));
  return new ApiError(500, 'The server failed at this request; its log says why.', { code: 'internal_error' });
}
