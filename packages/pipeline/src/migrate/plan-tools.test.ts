import type { JsonObject, ToolSpec } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { planTools } from './plan-tools.ts';
import { makeTool, objectOf } from './testing/pool-fixture.ts';

const text = { type: 'string' };
const list = (item: JsonObject): JsonObject => ({ type: 'array', items: item });
const node = (more: JsonObject): JsonObject => ({
  ...objectOf({ tree: { $ref: '#/$defs/node' } }),
  $defs: { node: objectOf({ below: { $ref: '#/$defs/node' }, ...more }) },
});

describe('planTools', () => {
  it('explores what is new, keeps what is the same, drops what is gone; in the order of now, gone ones last', () => {
    const [a, b, c] = [makeTool('a', objectOf({ x: text })), makeTool('b', objectOf({})), makeTool('c', objectOf({}))];
    const plan = planTools([a, b], [c, a]);
    expect(plan.map(({ tool, before, version, action }) => [tool, before, version, action])).toEqual([
      ['c', null, c.version, 'explore'],
      ['a', 'a', a.version, 'keep'],
      ['b', 'b', null, 'drop'],
    ]);
  });

  it('migrates a renamed tool, and says where one may have been renamed and changed at once', () => {
    const old = makeTool('old', objectOf({ q: text }), 'Finds.');
    expect(planTools([old], [{ ...makeTool('new', old.parameters, 'Finds.') }])).toMatchObject([
      { tool: 'new', before: 'old', action: 'migrate', differences: [{ what: 'name', from: 'old', to: 'new' }] },
    ]);
    const plan = planTools([old], [makeTool('new', objectOf({ q: text, p: text }), 'Finds.')]);
    expect(plan).toMatchObject([
      { tool: 'new', before: null, action: 'explore', reason: expect.stringContaining('the same tool as old') },
      { tool: 'old', version: null, action: 'drop', reason: expect.stringContaining('the same tool as new') },
    ]);
  });

  it('takes a tool beside its twin for renamed all the same', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => makeTool(name, objectOf({ q: text }), 'Finds.'));
    const plan = planTools([a, b] as ToolSpec[], [b, c] as ToolSpec[]);
    expect(plan.map(({ tool, before, action }) => [tool, before, action])).toEqual([
      ['b', 'b', 'keep'],
      ['c', 'a', 'migrate'],
    ]);
  });

  it('explores a tool that took the name of another one', () => {
    const [a, b] = [makeTool('a', objectOf({ q: text }), 'Adds.'), makeTool('b', objectOf({ q: text }), 'Removes.')];
    const swapped = [makeTool('a', a.parameters, 'Removes.'), makeTool('b', b.parameters, 'Adds.')];
    expect(planTools([a, b], swapped)).toMatchObject([
      { tool: 'a', action: 'explore', reason: expect.stringContaining('what b was') },
      { tool: 'b', action: 'explore', reason: expect.stringContaining('what a was') },
    ]);
  });

  it.each<[string, 'migrate' | 'explore', JsonObject, JsonObject, string]>([
    ['an argument renamed', 'migrate', objectOf({ x: text }), objectOf({ y: text }), '/x is called /y'],
    ['a new optional one', 'migrate', objectOf({}), objectOf({ x: text }), '/x is new, optional'],
    ['a new required one', 'explore', objectOf({}), objectOf({ x: text }, ['x']), '/x is new and required'],
    ['one required that has no schema', 'explore', objectOf({}), objectOf({}, ['x']), '/x is new and required'],
    ['one removed', 'migrate', objectOf({ x: text }), objectOf({}), '/x is gone'],
    ['one retyped', 'explore', objectOf({ x: text }), objectOf({ x: { type: 'integer' } }), '/x is of another type'],
    ['one widened', 'explore', objectOf({ x: text }), objectOf({ x: { type: ['string', 'null'] } }), 'another type'],
    ['items retyped', 'explore', objectOf({ x: list(text) }), objectOf({ x: list({ type: 'integer' }) }), '/x/*'],
    ['a choice added', 'migrate', objectOf({ x: { enum: ['a'] } }), objectOf({ x: { enum: ['a', 'b'] } }), '+"b"'],
    ['a choice removed', 'migrate', objectOf({ x: { enum: ['a', 'b'] } }), objectOf({ x: { enum: ['a'] } }), '-"b"'],
    ['an argument freed', 'migrate', objectOf({ x: text }, ['x']), objectOf({ x: text }), '/x is optional'],
    ['one demanded', 'migrate', objectOf({ x: text }), objectOf({ x: text }, ['x']), 'without it leave'],
    ['words', 'migrate', objectOf({ x: text }), objectOf({ x: { ...text, description: 'X' } }), 'may hide'],
    [
      'bounds',
      'migrate',
      objectOf({ x: text }),
      objectOf({ x: { ...text, maxLength: 3, pattern: '^a' } }),
      'maxLength, pattern',
    ],
    ['a default', 'migrate', objectOf({ x: text }), objectOf({ x: { ...text, default: 'a' } }), 'default'],
    [
      'remarks',
      'migrate',
      objectOf({ x: text }),
      objectOf({ x: { ...text, deprecated: true, 'x-a': 1 } }),
      'deprecated',
    ],
    ['closing an object', 'migrate', { type: 'object', properties: {} }, objectOf({}), 'additionalProperties'],
    [
      'types of what has no name',
      'explore',
      objectOf({ x: { type: 'object', additionalProperties: text } }),
      objectOf({ x: { type: 'object', additionalProperties: { type: 'integer' } } }),
      'additionalProperties',
    ],
    [
      'tuples',
      'explore',
      objectOf({ x: { prefixItems: [text] } }),
      objectOf({ x: { prefixItems: [{}] } }),
      'prefixItems',
    ],
    [
      'what stands behind references of references',
      'explore',
      { ...objectOf({ x: { $ref: '#/$defs/a' } }), $defs: { a: { $ref: '#/$defs/b' }, b: text } },
      { ...objectOf({ x: { $ref: '#/$defs/a' } }), $defs: { a: { $ref: '#/$defs/b' }, b: { type: 'integer' } } },
      'another type',
    ],
    [
      'what stands behind a reference of one of several types',
      'explore',
      { ...objectOf({ x: { anyOf: [{ $ref: '#/$defs/a' }, text] } }), $defs: { a: text } },
      { ...objectOf({ x: { anyOf: [{ $ref: '#/$defs/a' }, text] } }), $defs: { a: { type: 'integer' } } },
      'another type',
    ],
    ['a schema that holds itself', 'explore', node({ x: text }), node({ y: text }), 'refers to itself'],
    ['words of one that holds itself', 'migrate', node({ x: text }), node({ x: { ...text, title: 'X' } }), 'may hide'],
    ['an unused definition', 'migrate', objectOf({}), { ...objectOf({}), $defs: { a: text } }, 'no call shows'],
  ])('%s: %s', (_, action, before, after, says) => {
    const [planned] = planTools([makeTool('t', before, 'Does.')], [makeTool('t', after, 'Does.')]);
    expect(planned).toMatchObject({ tool: 't', before: 't', action, reason: expect.stringContaining(says) });
  });

  it('explores when one of several differences is not mechanical, and names only what speaks against', () => {
    const before = makeTool('t', objectOf({ x: text, z: text }));
    const after = makeTool('t', objectOf({ x: text, z: { type: 'integer' }, y: text }), 'Says it otherwise.');
    const [planned] = planTools([before], [after]);
    expect(planned?.action).toBe('explore');
    expect(planned?.differences).toHaveLength(3);
    expect(planned?.reason).toContain('/z is of another type');
    expect(planned?.reason).not.toContain('/y');
  });
});
