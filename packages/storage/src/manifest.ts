import { join } from 'node:path';
import { type Manifest, manifestSchema } from '@imaginarium/contracts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const MANIFEST = 'manifest.json';

/** @throws ImaginariumError `input/not-found`, `input/malformed`, `disk/…` */
export async function readManifest(folder: string): Promise<Manifest> {
  return readJsonFile(join(folder, MANIFEST), manifestSchema);
}

/** Writes `manifest.json` atomically. @throws ImaginariumError `disk/…` */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeJsonFile(join(folder, MANIFEST), manifest);
}
