import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { EXIT_CODES } from './exit-codes.ts';

/** Says what went wrong, where, and what to do; returns the exit code. A stack is shown only for a defect of our own. */
export function reportError(error: unknown, options: { readonly isJson: boolean }): number {
  const known = toKnown(error);
  if (options.isJson) process.stdout.write(errorDocument(known));
  // Training elsewhere is the normal course of a project that exports, told apart by its exit code.
  const isWaiting = known.code === 'input/checkpoint-wanted';
  const lines = [isWaiting ? known.message : `error ${known.code}: ${known.message}`];
  if (known.hint) lines.push(`${isWaiting ? 'next' : 'hint'}: ${known.hint}`);
  if (known.category === 'internal' && error instanceof Error && error.stack) lines.push(error.stack);
  process.stderr.write(`${lines.join('\n')}\n`);
  return EXIT_CODES[known.category];
}

/** What `--json` prints of an error. */
export function errorDocument({ code, message, hint }: Pick<ImaginariumError, 'code' | 'message' | 'hint'>): string {
  return `${JSON.stringify({ error: { code, message, hint: hint ?? null } }, null, 2)}\n`;
}

function toKnown(error: unknown): ImaginariumError {
  if (error instanceof ImaginariumError) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ImaginariumError({
      code: 'disk/full',
      message: `The disk is full: ${messageOf(error)}`,
      hint: 'Free some space and run the same command again; nothing that was stored is lost.',
      cause: error,
    });
  return new ImaginariumError({
    code: 'internal/unexpected',
    message: messageOf(error),
    hint: 'This is a defect of Imaginarium. What was stored is kept; the same command goes on from there.',
    cause: error,
  });
}
