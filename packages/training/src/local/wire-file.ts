import type { StoredFile } from './file-store.ts';

/** Seconds since the epoch, as the API counts. */
export function unixSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** OpenAPI: OpenAIFile. */
export function wireFile({ id, filename, purpose, bytes, createdAt, expiresAt }: StoredFile) {
  return {
    id,
    object: 'file',
    bytes,
    created_at: unixSeconds(createdAt),
    ...(expiresAt === undefined ? {} : { expires_at: unixSeconds(expiresAt) }),
    filename,
    purpose,
    status: 'processed',
  };
}
