import { randomBytes } from 'node:crypto';

/** `file-…`, `ftjob-…`: 24 characters that nobody can guess and no other process has made. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(12).toString('hex')}`;
}

/** Whether a text can be the id that a path of ours was made from. */
export function isId(text: string, prefix: string): boolean {
  return new RegExp(`^${prefix}-[0-9a-f]{24}$`).test(text);
}
