import { TOOL_NAME } from '@imaginarium/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legalToolName } from './legal-tool-name.ts';
import { toolVersion } from './tool-version.ts';

describe('legalToolName', () => {
  it('leaves a legal name alone and cleans the others', () => {
    const taken = new Set<string>();
    expect(legalToolName('_get-weather', taken)).toBe('_get-weather');
    expect(legalToolName('Search / users (v2)', taken)).toBe('Search_users_v2');
    expect(legalToolName('Convertir a Español', taken)).toBe('Convertir_a_Espanol');
  });

  it('hashes what is too long, taken or empty', () => {
    const taken = new Set<string>();
    expect(legalToolName('x'.repeat(65), taken)).toMatch(/^x{55}_[0-9a-f]{8}$/);
    expect(legalToolName('a.b', taken)).toBe('a_b');
    expect(legalToolName('a/b', taken)).toMatch(/^a_b_[0-9a-f]{8}$/);
    expect(legalToolName('天気', taken)).toMatch(/^tool_[0-9a-f]{8}$/);
  });

  it('gives any list of originals legal, unique and repeatable names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 30 }), (originals) => {
        const taken = new Set<string>();
        const names = originals.map((original) => legalToolName(original, taken));
        const again = new Set<string>();
        expect(names.every((name) => TOOL_NAME.test(name))).toBe(true);
        expect(new Set(names).size).toBe(originals.length);
        expect(originals.map((original) => legalToolName(original, again))).toEqual(names);
      }),
    );
  });
});

describe('toolVersion', () => {
  it('changes with what a model sees, and not with key order or anything else', () => {
    const tool = { name: 'a', description: 'b', parameters: { type: 'object', properties: {} } };
    expect(toolVersion({ ...tool, parameters: { properties: {}, type: 'object' } })).toBe(toolVersion(tool));
    expect(toolVersion(Object.assign({ effect: 'read' }, tool))).toBe(toolVersion(tool));
    expect(toolVersion({ ...tool, description: 'c' })).not.toBe(toolVersion(tool));
  });
});
