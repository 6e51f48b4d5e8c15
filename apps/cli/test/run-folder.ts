import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the repository, for configs and fixtures by absolute path. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
export const TOOLS = fileURLToPath(new URL('./fixtures/tools.mjs', import.meta.url));

export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'imaginarium-cli-'));

/** Writes a config (JSON is YAML) into a folder and gives its path. */
export async function writeConfig(folder: string, config: unknown, name = 'config.yaml'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof config === 'string' ? config : JSON.stringify(config, null, 1));
  return path;
}

/** All files under a folder, by path inside it, in order. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into rows of every kind.
export type Row = any;

export async function readRows(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

/** Files whose bytes may differ between two runs that did the same: times, process, order of arrival. */
const NOT_OUTPUTS = ['manifest.json', 'journal.jsonl', 'recordings.jsonl', 'observations.jsonl', 'run.lock'];

/** Digest of every output file of a run. */
export async function outputsOf(run: string): Promise<Record<string, string>> {
  const files = (await listFiles(run)).filter((path) => !NOT_OUTPUTS.includes(path));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [
        path,
        createHash('sha256')
          .update(await readFile(join(run, path)))
          .digest('hex'),
      ]),
    ),
  );
}

/** Paths of `.jsonl` files that hold a line which is not JSON or lack a newline at the end, and leftovers of a write. */
export async function halfWritten(run: string): Promise<string[]> {
  const broken: string[] = [];
  for (const path of await listFiles(run)) {
    if (!/\.(jsonl|json|parquet|md|lock)$/.test(path)) broken.push(path);
    if (!path.endsWith('.jsonl')) continue;
    const text = await readFile(join(run, path), 'utf8');
    const isWhole = text === '' || text.endsWith('\n');
    try {
      for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
      if (!isWhole) broken.push(path);
    } catch {
      broken.push(path);
    }
  }
  return broken;
}
