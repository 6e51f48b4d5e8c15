import type { StoredFile } from './file-store.ts';
import type { StoredUpload, UploadedPart } from './upload-store.ts';
import { unixSeconds, wireFile } from './wire-file.ts';

/** OpenAPI: Upload. */
export function wireUpload(
  { id, filename, purpose, bytes, createdAt, expiresAt, status }: StoredUpload,
  file?: StoredFile,
) {
  return {
    id,
    object: 'upload',
    bytes,
    created_at: unixSeconds(createdAt),
    expires_at: unixSeconds(expiresAt),
    filename,
    purpose,
    status,
    ...(file ? { file: wireFile(file) } : {}),
  };
}

/** OpenAPI: UploadPart. */
export function wirePart(uploadId: string, { id, createdAt }: UploadedPart) {
  return { id, object: 'upload.part', created_at: unixSeconds(createdAt), upload_id: uploadId };
}
