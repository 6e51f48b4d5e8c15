import { type Clock, ImaginariumError, type RecordFile } from '@imaginarium/contracts';
import { type RetryOptions, retry } from '@imaginarium/models';
import { z } from 'zod';
import { openRecordFile } from '../endpoint/open-record-file.ts';
import type { Rest } from '../endpoint/open-rest.ts';
import { wireDatasetSchema } from './wire.ts';

const READY_WAITS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** A data set is named by its content, so equal content is found again: lower-case letters, digits, hyphens, at most 63 characters. */
export function datasetIdOf({ sha256 }: Pick<RecordFile, 'sha256'>): string {
  return `imaginarium-${sha256.slice(0, 40)}`;
}

export interface UploadDataset {
  readonly clock: Clock;
  readonly retries: RetryOptions;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Three steps (docs.fireworks.ai, Fine-tuning via API): make the record, send the file to `:upload`, wait until it is READY. Each can be taken again.
 * `parent` is `/accounts/ACCOUNT`.
 */
export async function uploadDataset(
  rest: Rest,
  parent: string,
  file: RecordFile,
  { clock, retries, signal, onProgress }: UploadDataset,
): Promise<string> {
  const blob = await openRecordFile(file);
  const id = datasetIdOf(file);
  const path = `${parent}/datasets/${id}`;
  const stateNow = async (): Promise<string | undefined> => {
    try {
      return (await rest.once({ method: 'GET', path, schema: wireDatasetSchema, signal })).state ?? 'READY';
    } catch (error) {
      if (hasCode(error, 'endpoint/not-found')) return undefined;
      throw error;
    }
  };
  await retry(
    async () => {
      const state = await stateNow();
      if (state === 'READY') return;
      if (state === undefined) await makeRecord(rest, parent, { id, file, signal });
      onProgress?.(0, file.bytes);
      const body = new FormData();
      body.set('file', blob, `${id}.jsonl`);
      await rest.once({ method: 'POST', path: `${path}:upload`, body, schema: z.unknown(), signal });
    },
    retries,
    signal,
  );
  for (const ms of READY_WAITS_MS) {
    if ((await retry(stateNow, retries, signal)) === 'READY') break;
    await clock.sleep(ms, signal);
  }
  onProgress?.(file.bytes, file.bytes);
  return id;
}

async function makeRecord(
  rest: Rest,
  parent: string,
  { id, file, signal }: { readonly id: string; readonly file: RecordFile; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const body = { datasetId: id, dataset: { userUploaded: {}, format: 'CHAT', exampleCount: String(file.rows) } };
  try {
    await rest.once({ method: 'POST', path: `${parent}/datasets`, body, schema: z.unknown(), signal });
  } catch (error) {
    // Made by an attempt whose reply was lost.
    if (!hasCode(error, 'endpoint/conflict')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof ImaginariumError && error.code === code;
}
