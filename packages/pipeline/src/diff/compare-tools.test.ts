import type { JsonObject, ToolDefinition } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { compareSchemas } from './compare-schemas.ts';
import { compareTools } from './compare-tools.ts';

const schema = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
});
const tool = (name: string, properties: JsonObject = {}, description = `Does ${name}.`): ToolDefinition => ({
  name,
  description,
  parameters: schema(properties),
});
const text = { type: 'string' };

describe('compareSchemas', () => {
  it.each<[string, JsonObject, JsonObject, object[]]>([
    [
      'an argument added, required or not',
      schema({ a: text }),
      schema({ a: text, b: text, c: text }, ['b']),
      [
        { what: 'argument-added', path: '/b', isRequired: true },
        { what: 'argument-added', path: '/c', isRequired: false },
      ],
    ],
    [
      'one removed, without what was inside of it',
      schema({ a: schema({ b: text }) }),
      schema({}),
      [{ what: 'argument-removed', path: '/a' }],
    ],
    [
      'one renamed, where nothing else about it changed',
      schema({ city: { ...text, description: 'Where' }, day: text }, ['city']),
      schema({ town: { ...text, description: 'Where' }, day: text }, ['town']),
      [{ what: 'argument-renamed', path: '/town', from: '/city' }],
    ],
    [
      'no renaming among several alike',
      schema({ a: text, b: text }),
      schema({ c: text }),
      [
        { what: 'argument-removed', path: '/a' },
        { what: 'argument-removed', path: '/b' },
        { what: 'argument-added', path: '/c', isRequired: false },
      ],
    ],
    [
      'one retyped, deep inside',
      schema({ list: { type: 'array', items: schema({ id: text }) } }),
      schema({ list: { type: 'array', items: schema({ id: { type: 'integer' } }) } }),
      [{ what: 'argument-retyped', path: '/list/*/id', from: 'string', to: 'integer' }],
    ],
    [
      'values added and removed',
      schema({ unit: { ...text, enum: ['m', 'ft'] } }),
      schema({ unit: { ...text, enum: ['ft', 'km'] } }),
      [{ what: 'enum', path: '/unit', added: ['km'], removed: ['m'] }],
    ],
    [
      'what is required, said and bounded',
      schema({ n: { type: 'integer', maximum: 9, description: 'How many' } }),
      schema({ n: { type: 'integer', maximum: 10, description: 'Number' } }, ['n']),
      [
        { what: 'required', path: '/n', isRequired: true },
        { what: 'argument-description', path: '/n' },
        { what: 'constraint', path: '/n', keywords: ['maximum'] },
      ],
    ],
    [
      'what stands behind a reference',
      { ...schema({ a: { $ref: '#/$defs/x' } }), $defs: { x: text } },
      { ...schema({ a: { $ref: '#/$defs/x' } }), $defs: { x: { type: 'number' } } },
      [{ what: 'argument-retyped', path: '/a', from: 'string', to: 'number' }],
    ],
    [
      'what stands behind a reference of a reference',
      { ...schema({ a: { $ref: '#/$defs/x' } }), $defs: { x: { $ref: '#/$defs/y' }, y: text } },
      { ...schema({ a: { $ref: '#/$defs/x' } }), $defs: { x: { $ref: '#/$defs/y' }, y: { type: 'number' } } },
      [{ what: 'argument-retyped', path: '/a', from: 'string', to: 'number' }],
    ],
    [
      'what stands behind a reference in one of several types',
      { ...schema({ a: { anyOf: [{ $ref: '#/$defs/x' }] } }), $defs: { x: text } },
      { ...schema({ a: { anyOf: [{ $ref: '#/$defs/x' }] } }), $defs: { x: { type: 'number' } } },
      [{ what: 'argument-retyped', path: '/a', from: { anyOf: [text] }, to: { anyOf: [{ type: 'number' }] } }],
    ],
    [
      'no renaming where what is inside behind a reference changed',
      { ...schema({ a: schema({ b: { $ref: '#/$defs/x' } }) }), $defs: { x: text } },
      { ...schema({ c: schema({ b: { $ref: '#/$defs/x' } }) }), $defs: { x: { type: 'number' } } },
      [
        { what: 'argument-removed', path: '/a' },
        { what: 'argument-added', path: '/c', isRequired: false },
      ],
    ],
    [
      'one that is required without a word on what it is, and ones of any value and of none',
      schema({ a: true, b: true }),
      schema({ a: false }, ['c']),
      [
        { what: 'argument-removed', path: '/b' },
        { what: 'argument-retyped', path: '/a', from: null, to: { not: {} } },
        { what: 'argument-added', path: '/c', isRequired: true },
      ],
    ],
  ])('finds %s', (_, before, after, changes) => {
    expect(compareSchemas(before, after)).toEqual(changes);
    expect(compareSchemas(before, before)).toEqual([]);
  });

  it('does not care about the order of keys, types and values, and ends on a schema that holds itself', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
    const a = schema({ x: { type: ['string', 'null'], enum: ['a', 'b'] }, n: { $ref: '#/$defs/node' } });
    const b = schema({ n: { $ref: '#/$defs/node' }, x: { enum: ['b', 'a'], type: ['null', 'string'] } });
    expect(compareSchemas({ ...a, $defs: { node } }, { ...b, $defs: { node } })).toEqual([]);
  });
});

describe('compareTools', () => {
  it('tells the same, changed, renamed, new and lost apart', () => {
    const before = [tool('kept', { a: text }), tool('old', { q: text }, 'Finds.'), tool('edited'), tool('gone')];
    const after = [
      tool('kept', { a: text }),
      tool('new', { q: text }, 'Finds.'),
      tool('edited', {}, 'Says more.'),
      tool('come', { z: text }),
    ];
    expect(compareTools(before, after)).toEqual({
      same: ['kept'],
      changed: [
        { name: 'new', changes: [{ what: 'name', from: 'old', to: 'new' }] },
        { name: 'edited', changes: [{ what: 'description', from: 'Does edited.', to: 'Says more.' }] },
      ],
      added: ['come'],
      removed: ['gone'],
    });
  });
});
