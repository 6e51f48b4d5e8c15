import type { z } from 'zod';

/** The first complaint of a schema with its place, for example `stages.explore.key: expected string`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const place = (issue?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return `${place === '' ? '' : `${place}: `}${issue?.message ?? 'it does not fit the schema'}`;
}
