import { readFile } from 'node:fs/promises';
import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Dispute, type Disputes, disputeHash, disputeSchema } from './dispute.ts';

const fileSchema = z.strictObject({
  format: z.literal(1),
  data: z.string(),
  /** Null where every entry is still a comment. */
  disputes: z.array(disputeSchema).nullable().default([]),
});

/**
 * Reads a dispute file (YAML): `format: 1`, `data` (the hash of the data that it was written for), `disputes`.
 * @throws ImaginariumError `input/not-found`; `input/disputes` naming the entry
 */
export async function readDisputes(path: string): Promise<Disputes> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'input/not-found',
      message: `Could not read the disputes ${path}: ${messageOf(cause)}.`,
      hint: 'Check the path.',
      cause,
    });
  });
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken !== undefined) throw unusable(path, broken.message.split('\n')[0] ?? broken.code, broken);
  const read = fileSchema.safeParse(document.toJS());
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unusable(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`, read.error);
  }
  const entries = read.data.disputes ?? [];
  const byItem = new Map<string, Dispute[]>();
  for (const entry of entries) byItem.set(entry.item, [...(byItem.get(entry.item) ?? []), entry]);
  return { source: path, data: read.data.data, hash: disputeHash(entries), entries, byItem };
}

function unusable(path: string, why: string, cause: unknown): ImaginariumError {
  return new ImaginariumError({
    code: 'input/disputes',
    message: `The disputes ${path} cannot be used: ${why}.`,
    hint: 'Each entry has `item`, `gold`, `reason` and one of `dismiss: true`, `replace` and `accept`.',
    cause,
  });
}
