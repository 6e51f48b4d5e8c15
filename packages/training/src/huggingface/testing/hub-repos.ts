import { createHash } from 'node:crypto';
import { sha256 } from '@imaginarium/contracts';

export interface HubFile {
  readonly content: Buffer;
  readonly isLfs: boolean;
}

export interface HubCommit {
  readonly id: string;
  readonly title: string;
  readonly files: ReadonlyMap<string, HubFile>;
}

/** Git repositories as the Hub shows them, without history rewriting: a repository is its commits, oldest first. */
export interface HubRepos {
  readonly all: Map<string, { readonly isPrivate: boolean; readonly commits: HubCommit[] }>;
  readonly blobs: Map<string, Buffer>;
  create(name: string, isPrivate: boolean): boolean;
  commit(name: string, title: string, changes: ReadonlyMap<string, HubFile>): HubCommit;
  at(name: string, revision: string): HubCommit | undefined;
}

export function createHubRepos(): HubRepos {
  const all: HubRepos['all'] = new Map();
  const repos: HubRepos = {
    all,
    blobs: new Map(),
    create: (name, isPrivate) => {
      if (all.has(name)) return false;
      all.set(name, { isPrivate, commits: [] });
      repos.commit(name, 'initial commit', new Map());
      return true;
    },
    commit: (name, title, changes) => {
      const commits = all.get(name)?.commits ?? [];
      const files = new Map([...(commits.at(-1)?.files ?? []), ...changes]);
      const made = { id: createHash('sha1').update(`${name} ${commits.length}`).digest('hex'), title, files };
      commits.push(made);
      return made;
    },
    at: (name, revision) => {
      const commits = all.get(name)?.commits;
      return revision === 'main' || revision === 'HEAD' ? commits?.at(-1) : commits?.find(({ id }) => id === revision);
    },
  };
  return repos;
}

/** Entries of `GET /api/{type}s/{name}/tree/{revision}?recursive=true`. */
export function treeOf({ files }: HubCommit) {
  return [...files].map(([path, { content, isLfs }]) => ({
    type: 'file',
    path,
    size: content.length,
    oid: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
    ...(isLfs ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {}),
  }));
}
