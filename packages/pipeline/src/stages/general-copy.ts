import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImaginariumError, type OutputFile } from '@imaginarium/contracts';
import type { GeneralSource } from '@imaginarium/formatting';
import { hashFile, readJsonFile, writeByteStream, writeJsonFile } from '@imaginarium/storage';
import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { areIntact } from './are-intact.ts';
import { chooseHubFile, openHubFile } from './general-hub.ts';
import { outputOf } from './output-of.ts';

const NOTE = 'general-source.json';
const MOST_BYTES = 512 << 20;

/** What is known of the copy. */
const noteSchema = z.object({
  /** As the config names it. */
  from: z.string(),
  dataset: z.string(),
  path: z.string(),
  revision: z.string(),
  /** The commit that the revision stood for, where the Hub told it. */
  commit: z.string().nullable(),
  /** Name of the copy, beside this note. */
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});
type Note = z.infer<typeof noteSchema>;

export interface GeneralCopy {
  /** Absolute. */
  readonly file: string;
  /** What it is, for a person: data set, path, commit and digest. */
  readonly label: string;
  readonly outputs: readonly OutputFile[];
}

/**
 * A copy of a file of a data set of the Hub, in `folder` with a note of where it is from. A copy of the same name that is as the note says
 * is taken as it is: a repeated run trains on the same records, with no network, though the data set moved on.
 *
 * @throws ImaginariumError `input/too-large` past 512 MiB; `input/not-found`, `secret/…`, `endpoint/…`, see `general-hub.ts`
 */
export async function keepGeneralCopy(request: {
  readonly source: Extract<GeneralSource, { kind: 'hub' }>;
  readonly from: string;
  readonly folder: string;
  readonly environment: Pick<Environment, 'fetch' | 'variables' | 'signal' | 'onEvent'>;
}): Promise<GeneralCopy> {
  const { from, folder } = request;
  const known = await readNote(folder);
  const isKept = known?.from === from && (await isIntact(folder, known));
  const note = isKept ? known : await download(request);
  const file = join(folder, note.file);
  return {
    file,
    label: `hub:${note.dataset}/${note.path}@${note.commit ?? note.revision} (sha256 ${note.sha256.slice(0, 12)})`,
    outputs: [
      outputOf(note.file, { rows: null, bytes: note.bytes, sha256: note.sha256 }),
      outputOf(NOTE, { rows: null, ...(await hashFile(join(folder, NOTE))) }),
    ],
  };
}

/**
 * Takes the copy that a run keeps along into another folder, so that nothing is downloaded there.
 *
 * @throws ImaginariumError `input/not-found` when there is none of this name, or it is not as it was noted
 */
export async function carryGeneralCopy(from: string, run: string, folder: string): Promise<void> {
  const note = await readNote(run);
  if (note?.from !== from || !(await isIntact(run, note)))
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `${run} has no copy of ${from}, or one that has changed: ${NOTE} and the file beside it.`,
      hint: 'Run the config again where the Hub can be reached: it downloads the file anew.',
    });
  for (const file of [NOTE, note.file]) await copyFile(join(run, file), join(folder, file));
}

async function download({ source, from, folder, environment }: Parameters<typeof keepGeneralCopy>[0]): Promise<Note> {
  const path = source.path ?? (await chooseHubFile(source, environment));
  const { chunks, commit } = await openHubFile({ ...source, path }, environment);
  const file = `general-source${path.slice(path.lastIndexOf('.'))}`;
  const written = await writeByteStream(join(folder, file), limited(chunks, from));
  const { dataset, revision } = source;
  const note: Note = { from, dataset, path, revision, commit, file, ...written };
  await writeJsonFile(join(folder, NOTE), note);
  return note;
}

async function* limited(chunks: AsyncIterable<Uint8Array>, from: string): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new ImaginariumError({
        code: 'input/too-large',
        message: `The file of ${from} is larger than ${MOST_BYTES >> 20} MiB.`,
        hint: 'Name a smaller file of the data set (hub:OWNER/NAME/PATH), or give a file of your own by its path.',
      });
    yield chunk;
  }
}

async function readNote(folder: string): Promise<Note | undefined> {
  return readJsonFile<Note>(join(folder, NOTE), noteSchema).catch(() => undefined);
}

function isIntact(folder: string, { file, sha256 }: Note): Promise<boolean> {
  return areIntact(folder, [{ path: file, sha256 }]);
}
