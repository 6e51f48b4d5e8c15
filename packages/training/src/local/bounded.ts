import { ApiError } from './api-error.ts';

/** Passes bytes on until there are more than allowed. @throws ApiError 413 */
export function bounded(
  maxBytes: number,
  param: string,
): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, void, undefined> {
  return async function* (chunks) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new ApiError(413, `'${param}' is larger than ${maxBytes} bytes.`, { code: 'too_large', param });
      yield chunk;
    }
  };
}
