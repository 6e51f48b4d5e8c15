import { z } from 'zod';
import type { ReadReply } from '../endpoint/read-reply.ts';

/**
 * The items of a page. The client library takes a reply that has no list for an empty list, which would make a launch believe that there is no job yet: here
 * it is a broken reply, so the body is looked at itself.
 */
export function itemsOf<T>(page: object, schema: z.ZodType<T>, read: ReadReply): readonly T[] {
  return read(z.object({ data: z.array(schema) }), Reflect.get(page, 'body')).data;
}
