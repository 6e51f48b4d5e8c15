import { type Context, createContext, Script } from 'node:vm';

const script = new Script('work()');
const room: { work?: () => unknown } = {};
let context: Context | undefined;

/**
 * Runs synchronous work on this thread and stops it after `timeoutMs` (real time), also inside a regular expression that
 * backtracks for ever.
 * @throws DOMException `TimeoutError`; whatever the work throws
 */
export function runWithin<T>(timeoutMs: number, work: () => T): T {
  context ??= createContext(room);
  room.work = work;
  try {
    return script.runInContext(context, { timeout: timeoutMs }) as T;
  } catch (thrown) {
    // The error is made in the other context: it is no `Error` of this one.
    if (Object(thrown).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new DOMException(`it took longer than ${timeoutMs} ms`, 'TimeoutError');
    throw thrown;
  }
}
