import { brokenReply, type EndpointContext } from '@imaginarium/models';
import type { z } from 'zod';

/** Checks a part of a reply. @throws EndpointError `endpoint/broken-reply` */
export type ReadReply = <T>(schema: z.ZodType<T>, value: unknown) => T;

export function createReadReply(context: EndpointContext): ReadReply {
  return (schema, value) => {
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    const issue = checked.error.issues[0];
    throw brokenReply(
      `is not what the API promises (${issue?.path.join('.') || 'reply'}: ${issue?.message}).`,
      context,
    );
  };
}
