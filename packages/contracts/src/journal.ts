import { z } from 'zod';
import { chatReplySchema, placeSchema, purposeSchema } from './chat-model.ts';
import { observationSchema } from './observation.ts';

const entryBase = {
  /** Hash of what determines the outcome: request content plus place. */
  key: z.string(),
  place: placeSchema,
  /** Milliseconds since the epoch when the outcome arrived. */
  at: z.number(),
  /** Milliseconds that it took. */
  took: z.number(),
};

/** A paid answer, or what a tool returned, written the moment it arrived. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('model'),
    ...entryBase,
    purpose: purposeSchema,
    model: z.string(),
    reply: chatReplySchema,
    /** US dollars; null when the price is unknown. */
    cost: z.number().nullable(),
  }),
  z.object({ kind: z.literal('tool'), ...entryBase, observation: observationSchema }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** Append-only memory of a run. Never evicts. */
export interface Journal {
  get(key: string): JournalEntry | undefined;
  /** Resolves when no death of the process can lose the entry. */
  append(entry: JournalEntry): Promise<void>;
  /** Resolves when no death of the machine can lose any entry so far. */
  sync(): Promise<void>;
  entries(): Iterable<JournalEntry>;
}

/** A journal that forgets with the process: for tests and for work that need not be resumed. */
export function createMemoryJournal(): Journal {
  const byKey = new Map<string, JournalEntry>();
  return {
    get: (key) => byKey.get(key),
    append: async (entry) => {
      byKey.set(entry.key, entry);
    },
    sync: async () => {},
    entries: () => byKey.values(),
  };
}
