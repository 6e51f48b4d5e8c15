import { ImaginariumError, type RecordFile } from '@imaginarium/contracts';
import { type RetryOptions, retry } from '@imaginarium/models';
import type OpenAI from 'openai';
import { contentName, openRecordFile } from '../endpoint/open-record-file.ts';
import type { ReadReply } from '../endpoint/read-reply.ts';
import { itemsOf } from './items-of.ts';
import { ask } from './open-client.ts';
import { type WireFile, wireFileSchema } from './wire.ts';

export interface UploadOptions {
  readonly read: ReadReply;
  readonly retries: RetryOptions;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((sentBytes: number, totalBytes: number) => void) | undefined;
  /** Files beyond this go through the Uploads API; up to this they are held in memory while they are sent. */
  readonly maxFileBytes: number;
  /** Bytes a part, at most 64 MB. */
  readonly partBytes: number;
}

/**
 * Sends a file unless one of its content is there. It looks again before each further attempt, so that a lost reply does not leave a second copy.
 *
 * @throws ImaginariumError `input/refused-file` when the endpoint found the content unfit
 */
export async function uploadFile(client: OpenAI, file: RecordFile, options: UploadOptions): Promise<WireFile> {
  const { retries, signal, onProgress } = options;
  const blob = await openRecordFile(file);
  const find = () => findFile(client, file, options);
  const isLarge = file.bytes > options.maxFileBytes;
  const sent =
    (await retry(find, retries, signal)) ??
    (isLarge
      ? await sendParts(client, file, blob, options).catch(async (error: unknown) => {
          const isUnclear = error instanceof ImaginariumError && error.isRetryable;
          const there = isUnclear ? await retry(find, retries, signal) : undefined;
          if (there) return there;
          throw error;
        })
      : await retry(async () => (await find()) ?? sendWhole(client, file, blob, options), retries, signal));
  onProgress?.(file.bytes, file.bytes);
  if (sent.status === 'error')
    throw new ImaginariumError({
      code: 'input/refused-file',
      message: `The endpoint refuses the file ${file.path}: ${sent.status_details ?? 'it does not say why'}`,
      hint: 'Check the records against the format of the endpoint, and run formatting again.',
    });
  return sent;
}

async function findFile(
  client: OpenAI,
  file: RecordFile,
  { read, signal }: UploadOptions,
): Promise<WireFile | undefined> {
  let page = await ask(() => client.files.list({ purpose: 'fine-tune', limit: 1000, order: 'desc' }, { signal }));
  for (;;) {
    const found = itemsOf(page, wireFileSchema, read).find(
      ({ filename, bytes, status }) => filename === contentName(file) && bytes === file.bytes && status !== 'error',
    );
    if (found || !page.hasNextPage()) return found;
    page = await ask(() => page.getNextPage());
  }
}

async function sendWhole(
  client: OpenAI,
  file: RecordFile,
  blob: Blob,
  { read, signal }: UploadOptions,
): Promise<WireFile> {
  const named = new File([blob], contentName(file), { type: blob.type });
  return read(wireFileSchema, await ask(() => client.files.create({ file: named, purpose: 'fine-tune' }, { signal })));
}

/** A part that is sent again leaves one behind that nothing names; an upload that is not completed expires within the hour. */
async function sendParts(client: OpenAI, file: RecordFile, blob: Blob, options: UploadOptions): Promise<WireFile> {
  const { read, retries, signal, onProgress, partBytes } = options;
  const filename = contentName(file);
  const upload = await ask(() =>
    client.uploads.create(
      { bytes: file.bytes, filename, mime_type: 'application/jsonl', purpose: 'fine-tune' },
      { signal },
    ),
  );
  try {
    const partIds: string[] = [];
    for (let from = 0; from < file.bytes; from += partBytes) {
      const data = new File([blob.slice(from, from + partBytes)], filename);
      const part = await retry(
        () => ask(() => client.uploads.parts.create(upload.id, { data }, { signal })),
        retries,
        signal,
      );
      partIds.push(part.id);
      onProgress?.(Math.min(from + partBytes, file.bytes), file.bytes);
    }
    const completed = await ask(() => client.uploads.complete(upload.id, { part_ids: partIds }, { signal }));
    return read(wireFileSchema, completed.file);
  } catch (error) {
    await ask(() => client.uploads.cancel(upload.id)).catch(() => {});
    throw error;
  }
}
