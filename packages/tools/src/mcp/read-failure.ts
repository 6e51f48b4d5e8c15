import { ImaginariumError, messageOf, type ToolOutput } from '@imaginarium/contracts';
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';

const GONE: ReadonlySet<SdkErrorCode> = new Set([
  SdkErrorCode.NotConnected,
  SdkErrorCode.ConnectionClosed,
  SdkErrorCode.SendFailed,
]);

/**
 * Gives the many ways in which a call of an MCP tool fails one shape: an error output for what the server refused
 * (-32602 for bad arguments or an unknown tool, a result that breaks its schema, HTTP 429).
 * @throws DOMException `TimeoutError` (-32001); ImaginariumError `endpoint/unreachable` when the server is gone or
 * its HTTP endpoint fails, with its last words: neither is the tool's answer
 */
export function readFailure(
  thrown: unknown,
  { location, lastWords }: { location: string; lastWords: string },
): ToolOutput {
  if (thrown instanceof ProtocolError) return { content: thrown.message, isError: true };
  if (thrown instanceof SdkHttpError && thrown.status === 429)
    return { content: thrown.message, isError: true, status: thrown.status };
  if (thrown instanceof SdkError && !(thrown instanceof SdkHttpError)) {
    if (thrown.code === SdkErrorCode.RequestTimeout)
      throw new DOMException('the MCP server did not answer', 'TimeoutError');
    if (!GONE.has(thrown.code)) return { content: thrown.message, isError: true };
  }
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : messageOf(thrown);
  throw new ImaginariumError({
    code: 'endpoint/unreachable',
    message: [`The MCP server ${location} does not answer: ${reason}`, lastWords].filter(Boolean).join('\n'),
    cause: thrown,
  });
}
