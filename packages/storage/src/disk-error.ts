import { ImaginariumError, messageOf } from '@imaginarium/contracts';

const KNOWN: Record<string, { what: string; why: string; hint: string }> = {
  ENOSPC: { what: 'full', why: 'the disk is full', hint: 'Free some space and run again: what was written stays.' },
  EDQUOT: { what: 'full', why: 'the disk quota is used up', hint: 'Free some space and run again.' },
  EFBIG: { what: 'full', why: 'the file grows past the size that is allowed', hint: 'Raise the limit (ulimit -f).' },
  EACCES: { what: 'permission', why: 'permission is denied', hint: 'Check who owns the file and its folder.' },
  EPERM: { what: 'permission', why: 'permission is denied', hint: 'Check who owns the file and its folder.' },
  EROFS: { what: 'permission', why: 'the file system is read-only', hint: 'Choose a folder that can be written to.' },
  EISDIR: { what: 'not-a-file', why: 'it is a folder', hint: 'Name a file.' },
  ENOTDIR: { what: 'not-a-folder', why: 'a part of the path is not a folder', hint: 'Check the path.' },
  EMFILE: {
    what: 'too-many-files',
    why: 'too many files are open',
    hint: 'Raise the limit of open files (ulimit -n).',
  },
};

/** Turns what the file system threw into an error `disk/…` that names the file; leaves our own errors as they are. */
export function diskError(thrown: unknown, doing: string, path: string): ImaginariumError {
  if (thrown instanceof ImaginariumError) return thrown;
  const known = KNOWN[codeOf(thrown) ?? ''];
  return new ImaginariumError({
    code: `disk/${known?.what ?? 'failed'}`,
    message: `Could not ${doing} ${path}: ${known?.why ?? messageOf(thrown)}.`,
    ...(known === undefined ? {} : { hint: known.hint }),
    cause: thrown,
  });
}

/** `input/not-found` when the file is not there, else as `diskError`. */
export function readError(thrown: unknown, path: string): ImaginariumError {
  if (codeOf(thrown) !== 'ENOENT') return diskError(thrown, 'read', path);
  return new ImaginariumError({
    code: 'input/not-found',
    message: `There is no file ${path}.`,
    hint: 'Check the path; it is taken from the folder in which the command runs.',
    cause: thrown,
  });
}

/** The system's name of an error, for example `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
