import {
  isTooDeep,
  type JsonObject,
  type JsonValue,
  MOST_LEVELS,
  onAbort,
  type Tool,
  type ToolCallContext,
  type ToolOutput,
} from '@imaginarium/contracts';

/** Characters of JSON past which an answer is a flood, not an observation. */
const FLOOD = 5_000_000;

/**
 * Calls a tool and waits for at most `timeoutMs`, also when it ignores its signal; its answer is then plain JSON.
 * @throws DOMException `TimeoutError`; the caller's abort reason; whatever the tool throws; Error when it returns something
 * that is not JSON, nested too deep, or a flood
 */
export async function callWithinTime(
  call: NonNullable<Tool['call']>,
  args: JsonObject,
  {
    timeoutMs,
    signal,
    ...context
  }: Omit<ToolCallContext, 'signal'> & { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<ToolOutput> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  const forget = onAbort(signal, abort);
  // Real time, not the injected clock's: it guards the process, and its passing decides nothing that is kept.
  const timer = setTimeout(
    () => controller.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
    timeoutMs,
  );
  try {
    return plainOutput(
      await Promise.race([
        untilAborted(controller.signal),
        call(structuredClone(args), { ...context, signal: controller.signal }),
      ]),
    );
  } catch (thrown) {
    // A tool that notices the abort may throw words of its own.
    controller.signal.throwIfAborted();
    throw thrown;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Tools are other people's code: what they return is checked, not trusted. */
function plainOutput(output: ToolOutput | undefined): ToolOutput {
  if (typeof output !== 'object' || output === null || output.content === undefined)
    throw new Error('the tool returned nothing');
  const json = jsonOf(output.content);
  if (json.length > FLOOD)
    throw new Error(`the tool returned ${json.length} characters, more than the ${FLOOD} that are read`);
  const content: JsonValue = JSON.parse(json);
  if (isTooDeep(content)) throw new Error(`the tool returned JSON nested more than ${MOST_LEVELS} levels deep`);
  return {
    content,
    ...(output.isError ? { isError: true } : {}),
    ...(output.isSimulated ? { isSimulated: true } : {}),
    ...(typeof output.status === 'number' ? { status: output.status } : {}),
  };
}

function jsonOf(content: JsonValue): string {
  try {
    const json = JSON.stringify(content);
    if (typeof json === 'string') return json;
  } catch {
    // Circular, too deep, a BigInt, or longer than a string may be: said below.
  }
  throw new Error('the tool returned something that is not JSON');
}
