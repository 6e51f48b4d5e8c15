import { streamJobLogs } from '@huggingface/hub';
import { ImaginariumError } from '@imaginarium/contracts';
import { abortedError, throwIfAborted } from '@imaginarium/models';
import type { HubClient } from './hub-client.ts';

export interface LogLine {
  /** Its place in the whole log, from 0: the Hub sends a log from its start each time it is asked. */
  readonly index: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** A stream may stay silent while a model loads; after this long it is opened again. */
const IDLE_MS = 120_000;

/**
 * The lines of a job's log from the start, until the Hub ends the stream, which may be before the job ends; or until the
 * connection breaks, or nothing comes for two minutes.
 *
 * @returns whether the Hub ended the stream
 * @throws ImaginariumError what the Hub answered instead of a log; `interrupted/aborted`
 */
export async function* streamLogs(
  client: HubClient,
  jobId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine, boolean> {
  throwIfAborted(signal);
  const end = new AbortController();
  const abort = () => end.abort();
  signal?.addEventListener('abort', abort, { once: true });
  let timer = setTimeout(abort, IDLE_MS);
  let index = 0;
  try {
    const both = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
    const { namespace } = client;
    for await (const { message, timestamp } of streamJobLogs({ ...client.streamParams(both), namespace, jobId })) {
      clearTimeout(timer);
      timer = setTimeout(abort, IDLE_MS);
      const at = timestamp.getTime();
      yield {
        index: index++,
        at: Number.isNaN(at) ? client.clock.now() : at,
        text: client.redact(String(message ?? '')).trimEnd(),
      };
    }
    return true;
  } catch (error) {
    if (signal?.aborted) throw abortedError();
    if (error instanceof ImaginariumError && error.code !== 'interrupted/aborted') throw error;
    return false;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    end.abort();
  }
}

/** The last lines of the log of a job that has ended; empty where the log cannot be had. */
export async function logTail(
  client: HubClient,
  jobId: string,
  signal: AbortSignal | undefined,
  lines = 20,
): Promise<string> {
  const tail: string[] = [];
  try {
    for await (const { text } of streamLogs(client, jobId, signal)) {
      if (text === '') continue;
      tail.push(text);
      if (tail.length > lines) tail.shift();
    }
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  return tail.join('\n');
}
