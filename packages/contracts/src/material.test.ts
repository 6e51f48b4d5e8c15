import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMaterial, renderMaterial } from './material.ts';

describe('material', () => {
  it('is read back from any prompt that ends with it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (words, material) => {
        const prompt = `${words}\n\n${renderMaterial(material)}`;
        expect(readMaterial(prompt)).toEqual(JSON.parse(JSON.stringify(material)));
      }),
    );
  });

  it('is undefined where there is none', () => {
    expect(readMaterial('no block')).toBeUndefined();
    expect(readMaterial('```json\n{broken\n```')).toBeUndefined();
  });
});
