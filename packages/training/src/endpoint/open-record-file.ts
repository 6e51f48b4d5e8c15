import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ImaginariumError, messageOf, type RecordFile } from '@imaginarium/contracts';

/** The name under which content is uploaded: equal content, equal name, so that it is found again. */
export function contentName({ sha256 }: RecordFile): string {
  return `imaginarium-${sha256}.jsonl`;
}

/**
 * The file as a Blob that is read from disk while it is sent.
 *
 * @throws ImaginariumError `input/missing-file` · `input/changed-file` when its size is not what the row says
 */
export async function openRecordFile({ path, bytes }: RecordFile): Promise<Blob> {
  const { size } = await stat(path).catch((thrown: unknown) => {
    throw new ImaginariumError({
      code: 'input/missing-file',
      message: `The file ${path} cannot be read: ${messageOf(thrown)}`,
      hint: 'Run formatting again, or give the right path.',
    });
  });
  if (size !== bytes)
    throw new ImaginariumError({
      code: 'input/changed-file',
      message: `The file ${path} has ${size} bytes; when it was written it had ${bytes}.`,
      hint: 'Run formatting again: what is uploaded must be what was checked.',
    });
  return openAsBlob(path, { type: 'application/jsonl' });
}
