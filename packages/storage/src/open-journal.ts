import { isJsonObject, type Journal, type JournalEntry, purposeSchema } from '@imaginarium/contracts';
import { z } from 'zod';
import { openKeyedLog } from './keyed-log.ts';

const PURPOSES = new Set<unknown>(purposeSchema.options);

/** The shape that replaying relies on: a whole schema a line would take longer than parsing it, and each was checked when written. */
const looksLikeEntry = z.custom<JournalEntry>(
  (row) =>
    isJsonObject(row) &&
    typeof row.key === 'string' &&
    typeof row.at === 'number' &&
    isJsonObject(row.place) &&
    (row.kind === 'model'
      ? PURPOSES.has(row.purpose) && isJsonObject(row.reply) && isJsonObject(row.reply.message)
      : row.kind === 'tool' && isJsonObject(row.observation) && typeof row.observation.content === 'string'),
  'it is not a journal entry',
);

/**
 * Opens a run's journal (append + fdatasync, entries of the same moment share one), made when missing, with its entries in memory.
 * @throws ImaginariumError `input/malformed` naming the first line that is not an entry; `disk/…`
 */
export async function openJournal(path: string): Promise<Journal & { close(): Promise<void> }> {
  return openKeyedLog(path, looksLikeEntry);
}
