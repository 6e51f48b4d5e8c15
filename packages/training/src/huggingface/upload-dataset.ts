import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  type CommitOperation,
  commitIter,
  createRepo,
  datasetInfo,
  type ListFileEntry,
  listFiles,
} from '@huggingface/hub';
import { EndpointError } from '@imaginarium/models';
import type { HubClient } from './hub-client.ts';
import type { DataSetFile, DataSetPlan } from './plan-dataset.ts';

export interface UploadProgress {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Brings a private data set repository to what the plan says in one commit, sending only files whose content is not there.
 *
 * @returns the commit that holds everything
 */
export async function uploadDataSet(
  client: HubClient,
  plan: DataSetPlan,
  useXet: boolean,
  { signal, onProgress }: UploadProgress,
): Promise<{ repo: string; revision: string }> {
  const name = `${client.namespace}/${plan.name}`;
  const repo = { type: 'dataset', name } as const;
  const there = (await listDataSet(client, name, 'main', signal)) ?? (await makeRepo(client, name, signal));
  const missing = await filesToSend(plan.files, there);
  const card = plan.card([...there.keys(), ...plan.files.map(({ path }) => path)]);
  const isCardThere = there.get('README.md')?.oid === gitBlobId(Buffer.from(card));
  if (missing.length === 0 && isCardThere) return { repo: name, revision: await headOf(client, name, signal) };
  const operations: CommitOperation[] = [
    ...missing.map(({ path, from }) => ({ operation: 'addOrUpdate' as const, path, content: pathToFileURL(from) })),
    { operation: 'addOrUpdate', path: 'README.md', content: new Blob([card]) },
  ];
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const sent = new Map<string, number>();
  const commit = await client.repeat(async (params) => {
    const events = commitIter({
      ...params,
      repo,
      operations,
      title: 'Add records',
      useXet,
      ...(signal && { abortSignal: signal }),
    });
    for (;;) {
      const event = await events.next();
      if (event.done) return event.value;
      if (event.value.event !== 'fileProgress' || event.value.state !== 'uploading') continue;
      const { path, progress } = event.value;
      const bytes = missing.find((file) => file.path === path)?.bytes ?? 0;
      sent.set(path, Math.max(sent.get(path) ?? 0, Math.round(bytes * progress)));
      onProgress?.(
        [...sent.values()].reduce((sum, of) => sum + of, 0),
        total,
      );
    }
  }, signal);
  onProgress?.(total, total);
  return { repo: name, revision: commit?.commit.oid ?? (await headOf(client, name, signal)) };
}

/** The files of a data set repository by path; undefined when there is no such repository. */
export async function listDataSet(
  client: HubClient,
  name: string,
  revision: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, ListFileEntry> | undefined> {
  return client.repeat(async (params) => {
    const files = new Map<string, ListFileEntry>();
    try {
      for await (const entry of listFiles({ ...params, repo: { type: 'dataset', name }, revision, recursive: true }))
        if (entry.type === 'file') files.set(entry.path, entry);
    } catch (error) {
      if (error instanceof EndpointError && error.code === 'endpoint/not-found') return undefined;
      throw error;
    }
    return files;
  }, signal);
}

async function makeRepo(client: HubClient, name: string, signal: AbortSignal | undefined) {
  try {
    await client.repeat(
      (params) => createRepo({ ...params, repo: { type: 'dataset', name }, visibility: 'private' }),
      signal,
    );
  } catch (error) {
    // Made by another process in between, or by an attempt whose reply was lost.
    if (!(error instanceof EndpointError && error.code === 'endpoint/conflict')) throw error;
  }
  return (await listDataSet(client, name, 'main', signal)) ?? new Map<string, ListFileEntry>();
}

async function headOf(client: HubClient, name: string, signal: AbortSignal | undefined): Promise<string> {
  const { sha } = await client.repeat((params) => datasetInfo({ ...params, name, additionalFields: ['sha'] }), signal);
  return sha;
}

async function filesToSend(files: readonly DataSetFile[], there: ReadonlyMap<string, ListFileEntry>) {
  const isThere = await Promise.all(
    files.map(async ({ path, from, bytes, sha256 }) => {
      const entry = there.get(path);
      if (entry === undefined || entry.size !== bytes) return false;
      // Large files are known by their SHA-256, small ones by the id of their git blob.
      return entry.lfs ? entry.lfs.oid === sha256 : entry.oid === (await gitBlobIdOf(from, bytes));
    }),
  );
  return files.filter((_, index) => !isThere[index]);
}

function gitBlobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

async function gitBlobIdOf(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
