import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  type Clock,
  ImaginariumError,
  isFinal,
  type JobEvent,
  type RecordFile,
  sha256,
  type TuningEndpoint,
} from '@imaginarium/contracts';
import { expect } from 'vitest';
import type { Operation } from './start-fault-proxy.ts';
import type { TuningSubject } from './tuning-subject.ts';

/** The secret that no error, message or log may show; it begins as tokens of the Hub must. */
export const CANARY = 'hf_canary-3f9a71c05e';

/** Awaits a failure that must be an ImaginariumError without the secret anywhere in it. */
export async function failureOf(run: Promise<unknown>): Promise<ImaginariumError> {
  const thrown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ImaginariumError)) throw new Error(`expected an ImaginariumError, got ${inspect(thrown)}`);
  expect(inspect(thrown, { depth: 12, showHidden: true })).not.toContain(CANARY);
  return thrown;
}

/** All events of a watch, which must end with the job. */
export async function eventsOf(endpoint: TuningEndpoint, id: string, after?: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of endpoint.watch(id, after === undefined ? {} : { after })) events.push(event);
  expect(isFinal((await endpoint.job(id)).state)).toBe(true);
  return events;
}

/** Twelve records on disk; another word, other content. */
export async function trainingFile(folder: string, word = 'first'): Promise<RecordFile> {
  const line = (at: number) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `Question ${at} of the ${word} file` },
        { role: 'assistant', content: `Answer ${at}` },
      ],
    });
  const text = Array.from({ length: 12 }, (_, at) => `${line(at)}\n`).join('');
  const path = join(folder, `${word}.jsonl`);
  await writeFile(path, text);
  return {
    path,
    target: 'openai',
    kind: 'sft',
    split: 'train',
    rows: 12,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
    tokens: 240,
  };
}

/** Time passes only by sleeping, and the server moves on by a step with each sleep; with a real server a sleep is short but real. */
export function steppingClock(subject: TuningSubject): Clock {
  let now = 1_790_000_000_000;
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      now += ms;
      subject.script?.tick();
      await new Promise((resolve) => setTimeout(resolve, subject.script ? 0 : 20));
      signal?.throwIfAborted();
    },
  };
}

/** Whether an exchange is of an operation. */
export function isMeant({
  method,
  path,
}: Operation): (seen: { readonly method: string; readonly path: string }) => boolean {
  return (seen) => seen.method === method && path.test(seen.path);
}

/** Waits, in real time, for something to hold. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
