import type { OutputFile } from '@imaginarium/contracts';

/** A written file as the manifest lists it; `path` is inside the run folder. */
export function outputOf(
  path: string,
  written: { readonly rows: number | null; readonly bytes: number; readonly sha256: string },
): OutputFile {
  return { path, rows: written.rows, bytes: written.bytes, sha256: written.sha256 };
}
