import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

export interface Form<Content> {
  readonly fields: Readonly<Record<string, string>>;
  /** What was made of the file; absent where the form has none. */
  readonly content?: Content;
  readonly filename: string;
}

/**
 * Reads a form of one file and some fields, which may come in any order; the file is taken as it streams in.
 * When a part is wrong, what was made of the file is dropped.
 * @throws ApiError 400, 413, 415
 */
export async function readForm<Content>(
  request: FastifyRequest,
  fileField: string,
  take: (content: Readable) => Promise<Content>,
  drop: (content: Content) => Promise<unknown>,
): Promise<Form<Content>> {
  if (!request.isMultipart())
    throw new ApiError(415, 'The request must be multipart/form-data.', { code: 'unsupported_media_type' });
  const fields: Record<string, string> = {};
  let content: Content | undefined;
  let filename = 'file';
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw new ApiError(400, `'${part.fieldname}' is too long.`, { param: part.fieldname });
        fields[part.fieldname] = String(part.value);
        continue;
      }
      if (part.fieldname !== fileField) {
        part.file.resume();
        throw new ApiError(400, `Unknown parameter: '${part.fieldname}'.`, {
          code: 'unknown_parameter',
          param: part.fieldname,
        });
      }
      filename = part.filename || filename;
      content = await take(part.file);
    }
  } catch (thrown) {
    // The rest of the body would stand in the way of the connection's next request.
    request.raw.unpipe();
    request.raw.resume();
    if (content !== undefined) await drop(content);
    throw isOfForm(thrown)
      ? new ApiError(400, `The form cannot be read: ${thrown.message}.`, { code: 'invalid_form' })
      : thrown;
  }
  return { fields, filename, ...(content === undefined ? {} : { content }) };
}

/** The parser's errors are plain, all others carry a code or status. */
function isOfForm(thrown: unknown): thrown is Error {
  return thrown instanceof Error && !('code' in thrown) && !('statusCode' in thrown);
}

export function missing(param: string): ApiError {
  return new ApiError(400, `Missing required parameter: '${param}'.`, { code: 'missing_required_parameter', param });
}
