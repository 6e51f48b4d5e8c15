import type { JsonObject } from '@imaginarium/contracts';
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Book numbers: check digit and registration group (package isbn3). */
export const checkIsbn = defineTool({
  name: 'check_isbn',
  description: 'Tells whether a book number is valid and splits it.',
  parameters: z.strictObject({ isbn: z.string().describe('ISBN-10 or ISBN-13.') }),
  effect: 'read',
  group: 'identifiers',
  run: async ({ isbn }): Promise<JsonObject> => {
    const { default: isbn3 } = await import('isbn3');
    if (!/^(\d{9}[\dX]|\d{13})$/.test(isbn)) {
      throw new Error(
        `isbn '${isbn}' refused: 10 or 13 characters, digits only (X as last of ten), without hyphens or spaces`,
      );
    }
    const parsed = isbn3.parse(isbn);
    if (!parsed?.isValid) return { isbn, valid: false, reason: 'check digit or registration range does not fit' };
    return { isbn, valid: true, group: parsed.groupname, publisher: parsed.publisher, isbn13: parsed.isbn13h ?? null };
  },
});
