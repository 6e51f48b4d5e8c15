import type { JsonValue, ToolOutput } from '@imaginarium/contracts';
import { readBounded } from './read-bounded.ts';

/** Bytes of a response that are read at most; a longer one is an error. */
export const LARGEST_RESPONSE = 5_000_000;

/**
 * What an HTTP API answered, as a tool's output: JSON parsed, text as text, anything else as its type and size. A status
 * outside 200-299 is an error with `{status, body}`.
 */
export async function readResponse(response: Response, limit: number = LARGEST_RESPONSE): Promise<ToolOutput> {
  const { status } = response;
  const bytes = await readBounded(response, limit);
  if (bytes === undefined)
    return { content: { status, error: `The response is longer than ${limit} bytes` }, isError: true, status };
  const body = readBody(bytes, response.headers.get('content-type') ?? '');
  if (!response.ok) return { content: { status, body }, isError: true, status };
  return { content: bytes.byteLength === 0 ? { status } : body, status };
}

function readBody(bytes: Uint8Array, contentType: string): JsonValue {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  const text = decode(bytes, charset);
  if (
    text === undefined ||
    /^(image|audio|video|font)\/(?!svg)|octet-stream|application\/(pdf|zip|gzip)/i.test(contentType)
  )
    return { type: contentType.split(';')[0] || 'unknown', bytes: bytes.byteLength };
  const mayBeJson = contentType === '' || /\bjson\b/i.test(contentType);
  return (mayBeJson ? parsed(text) : undefined) ?? text;
}

function decode(bytes: Uint8Array, charset = 'utf-8'): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
