import { hashOf, jsonObjectSchema, jsonValueSchema, type TestItem } from '@imaginarium/contracts';
import { z } from 'zod';

const acceptedSchema = z.strictObject({
  /** Which of the gold calls, counted from 0. */
  call: z.int().nonnegative().default(0),
  /** JSON pointer into the arguments. */
  path: z.string().regex(/^(?:\/(?:[^~]|~[01])*)?$/, 'a JSON pointer begins with /'),
  values: z.array(jsonValueSchema).min(1),
});

/** What a person says of a gold, and why: it is wrong and the item is taken out, other calls are right, or other values are as right. */
export const disputeSchema = z
  .strictObject({
    /** The item's id. */
    item: z.string(),
    /** As `goldHash` gives it, of the gold that is disputed. */
    gold: z.string(),
    reason: z.string().trim().min(1, 'say why'),
    dismiss: z.literal(true).optional(),
    /** The right calls, instead; an empty list where no call is right. */
    replace: z.array(z.strictObject({ tool: z.string(), arguments: jsonObjectSchema })).optional(),
    accept: z.array(acceptedSchema).min(1).optional(),
  })
  .refine(
    ({ dismiss, replace, accept }) => [dismiss, replace, accept].filter((part) => part !== undefined).length === 1,
    'a dispute has one of `dismiss: true`, `replace` and `accept`',
  );
export type Dispute = z.infer<typeof disputeSchema>;

/** Disputes, for the golds of one state of the data. */
export interface Disputes {
  /** The file, as it was named. */
  readonly source: string;
  /** Hash of the data (test set) that they were written for. */
  readonly data: string;
  /** As `disputeHash` makes it: what was scored with the same is comparable. */
  readonly hash: string;
  readonly entries: readonly Dispute[];
  readonly byItem: ReadonlyMap<string, readonly Dispute[]>;
}

/** SHA-256 over what disputes say, 64 hexadecimal digits; reasons do not count. */
export function disputeHash(entries: readonly Dispute[]): string {
  return hashOf(entries.map(({ reason: _, ...rest }) => rest));
}

/** Tells the golds of an item apart: 16 hexadecimal digits over tools, arguments, accepted values and order of its calls. */
export function goldHash({ calls, order }: Pick<TestItem, 'calls' | 'order'>): string {
  return hashOf({ calls: calls.map(({ observation: _, ...call }) => call), order }).slice(0, 16);
}
