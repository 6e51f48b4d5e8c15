import { z } from 'zod';
import { ApiError } from './api-error.ts';

export const pageQuerySchema = z.object({
  after: z.string().optional(),
  /** Digits only: an empty text would be read as 0. */
  limit: z
    .string()
    .regex(/^\d{1,5}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(10_000))
    .optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** One page of rows that are in the order to be served. @throws ApiError 400 for an `after` that is not there */
export function paginate<Row extends { readonly id: string }>(
  rows: readonly Row[],
  { after, limit = 20 }: PageQuery,
): { readonly page: readonly Row[]; readonly hasMore: boolean } {
  const found = after === undefined ? -1 : rows.findIndex(({ id }) => id === after);
  if (after !== undefined && found === -1)
    throw new ApiError(400, `There is nothing with the id ${after} to go on after.`, {
      code: 'invalid_value',
      param: 'after',
    });
  const page = rows.slice(found + 1, found + 1 + limit);
  return { page, hasMore: found + 1 + page.length < rows.length };
}
