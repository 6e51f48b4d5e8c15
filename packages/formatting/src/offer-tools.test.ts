import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToolOffer } from './offer-tools.ts';

const tools = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `t${at}`, description: '', parameters: {} }));

describe('createToolOffer', () => {
  it('offers distinct tools, the right one among them, as many as asked or as there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 15 }),
        fc.string(),
        (count, offered, id) => {
          const all = tools(count);
          const offer = createToolOffer(all, { offered, seed: 1 });
          const names = offer(id, { right: all[0]! }).map((tool) => tool.name);
          expect(names).toContain('t0');
          expect(new Set(names).size).toBe(names.length);
          expect(names).toHaveLength(Math.min(offered, count));
          const among = all.slice(count >> 1);
          const served = offer(id, { among });
          expect(served).toHaveLength(Math.min(offered, among.length));
          expect(new Set(served).size).toBe(served.length);
          expect(among).toEqual(expect.arrayContaining(served));
          // A replayed tool that the run itself does not have.
          const other = { name: 'earlier', description: '', parameters: {} };
          expect(offer(id, { right: other })).toHaveLength(Math.min(offered, count + 1));
          expect(offer(id, { right: other })).toContain(other);
        },
      ),
    );
  });

  it('draws each other tool about as often', () => {
    const all = tools(10);
    const offer = createToolOffer(all, { offered: 4, seed: 1 });
    const counts = new Map<string, number>();
    for (let at = 0; at < 3000; at++)
      for (const { name } of offer(`e/${at}`, { right: all[0]! })) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const { name } of all.slice(1)) expect(Math.abs((counts.get(name) ?? 0) - 1000)).toBeLessThan(200);
  });
});
