import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paginate } from './paginate.ts';

describe('paginate', () => {
  it('gives every row once, in order, whatever the size of a page, and says when there is more', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (ids, limit) => {
        const rows = ids.map((id) => ({ id }));
        const seen: string[] = [];
        for (let after: string | undefined; ; after = seen.at(-1)) {
          const { page, hasMore } = paginate(rows, { ...(after === undefined ? {} : { after }), limit });
          expect(page.length).toBeLessThanOrEqual(limit);
          seen.push(...page.map(({ id }) => id));
          expect(hasMore).toBe(seen.length < ids.length);
          if (!hasMore) break;
        }
        expect(seen).toEqual(ids);
      }),
    );
  });

  it('refuses to go on after what is not there', () => {
    expect(() => paginate([{ id: 'a' }], { after: 'b' })).toThrow(expect.objectContaining({ status: 400 }));
  });
});
