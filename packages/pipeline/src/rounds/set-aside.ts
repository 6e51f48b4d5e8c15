import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';

/** Keeps what a step made for something else, or was paid for, beside what it makes anew: `PATH-1`, `PATH-2`, … */
export async function setAside(path: string): Promise<void> {
  const number = setAsideBefore(path).length + 1;
  await rename(path, `${path}-${number}`);
}

/** What was set aside, oldest first. */
export function setAsideBefore(path: string): string[] {
  const paths: string[] = [];
  while (existsSync(`${path}-${paths.length + 1}`)) paths.push(`${path}-${paths.length + 1}`);
  return paths;
}
