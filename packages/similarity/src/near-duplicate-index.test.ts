import { createRandom, type Random } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterNearDuplicates } from './cluster-near-duplicates.ts';
import { findNearDuplicates } from './find-near-duplicates.ts';
import { jaccard } from './jaccard.ts';
import { createNearDuplicateIndex } from './near-duplicate-index.ts';

function word(random: Random): string {
  return Array.from({ length: 4 + random.int(6) }, () => random.pick([...'abcdefghijklmnopqrstuvwxyz'])).join('');
}

/** Random texts of 2 to 14 words, one in three of which is an earlier one with a word exchanged. */
function corpus(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const texts: string[] = [];
  for (let at = 0; at < count; at++) {
    if (at > 0 && random.int(3) === 0) {
      const words = (texts[random.int(at)] as string).split(' ');
      words[random.int(words.length)] = word(random);
      texts.push(words.join(' '));
    } else texts.push(Array.from({ length: 2 + random.int(13) }, () => word(random)).join(' '));
  }
  return texts;
}

function nearestByBruteForce(texts: readonly string[], text: string, threshold: number) {
  let best: { id: number; similarity: number } | undefined;
  for (const [id, other] of texts.entries()) {
    const similarity = jaccard(text, other);
    if (similarity >= threshold && similarity > (best?.similarity ?? 0)) best = { id, similarity };
  }
  return best;
}

describe('the index', () => {
  it('finds exactly what brute force finds in a small corpus', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.2, 0.4, 0.7, 1), (seed, threshold) => {
        const texts = corpus(40, seed);
        const index = createNearDuplicateIndex({ threshold });
        for (const [at, text] of texts.entries()) {
          expect(index.nearest(text)).toEqual(nearestByBruteForce(texts.slice(0, at), text, threshold));
          expect(index.add(text)).toBe(at);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('finds 95% of what brute force finds in a larger one, and reports nothing that is not so', () => {
    let [found, wanted] = [0, 0];
    for (const seed of [1, 2]) {
      const texts = corpus(900, seed);
      const index = createNearDuplicateIndex({ threshold: 0.4, expected: 1 });
      for (const text of texts) index.add(text);
      for (const text of texts.slice(500, 600)) {
        const neighbours = index.neighbours(text).filter(({ id }) => texts[id] !== text);
        for (const { id, similarity } of neighbours) expect(similarity).toBe(jaccard(text, texts[id] as string));
        found += neighbours.length;
        wanted += texts.filter((other) => other !== text && jaccard(text, other) >= 0.4).length;
      }
    }
    expect(wanted).toBeGreaterThan(100);
    expect(found / wanted).toBeGreaterThan(0.95);
  });

  it('always finds an equal text, however short, among thousands', () => {
    const index = createNearDuplicateIndex();
    const texts = Array.from({ length: 3000 }, (_, at) => `${at}`);
    for (const text of texts) index.add(text);
    for (const [id, text] of texts.entries()) expect(index.nearest(text)).toEqual({ id, similarity: 1 });
    expect(index.nearest('none of these')).toBeUndefined();
  });

  it('refuses a threshold outside (0, 1]', () => {
    expect(() => createNearDuplicateIndex({ threshold: 0 })).toThrow(/threshold is 0/);
    expect(() => createNearDuplicateIndex({ threshold: 1.1 })).toThrow(/threshold is 1.1/);
  });
});

describe('findNearDuplicates', () => {
  it('keeps the first, reports the later with the nearest kept text, and leaves no near pair', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const texts = corpus(60, seed);
        const removed = findNearDuplicates(texts);
        const gone = new Set(removed.map(({ index }) => index));
        const kept = texts.flatMap((text, at) => (gone.has(at) ? [] : [{ text, at }]));
        for (const { index, of, similarity } of removed) {
          const before = kept.filter(({ at }) => at < index);
          expect(gone.has(of)).toBe(false);
          expect(similarity).toBe(Math.max(...before.map(({ text }) => jaccard(text, texts[index] as string))));
        }
        for (const [at, a] of kept.entries()) {
          for (const b of kept.slice(at + 1)) expect(jaccard(a.text, b.text)).toBeLessThan(0.4);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('clusterNearDuplicates', () => {
  it('joins exactly what a chain of near pairs joins', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const texts = [...corpus(40, seed), ...corpus(3, seed)];
        const clusters = clusterNearDuplicates(texts);
        const near = texts.flatMap((text, a) =>
          texts.slice(0, a).flatMap((other, b) => (jaccard(text, other) >= 0.4 ? [[a, b] as const] : [])),
        );
        const expected = texts.map((_, at) => at);
        for (let pass = 0; pass < texts.length; pass++)
          for (const [a, b] of near) expected[a] = expected[b] = Math.min(expected[a] as number, expected[b] as number);
        expect([...clusters]).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});
