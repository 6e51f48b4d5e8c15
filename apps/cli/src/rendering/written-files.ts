import { relative } from 'node:path';

export interface WrittenFile {
  readonly path: string;
  readonly holds: string;
}

/** Files by the path that a person can type from here, and what they hold. */
export function renderFiles(files: readonly WrittenFile[]): string {
  const paths = files.map(({ path }) => relative(process.cwd(), path) || path);
  const width = Math.max(0, ...paths.map((path) => path.length));
  return ['written', ...files.map(({ holds }, at) => `  ${(paths[at] ?? '').padEnd(width)}  ${holds}`)].join('\n');
}
