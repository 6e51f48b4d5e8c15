import type { JsonObject } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { toolOf } from '../../test/executor/execution.ts';
import { createArgumentValidator, schemaProblem } from './validate-arguments.ts';

const check = (parameters: JsonObject, args: JsonObject) =>
  createArgumentValidator()(toolOf(undefined, { parameters }).spec, args);
const weather: JsonObject = {
  type: 'object',
  properties: {
    city: { type: 'string', minLength: 1 },
    units: { enum: ['metric', 'imperial'] },
    days: { type: 'integer', minimum: 1 },
    from: { type: 'string', format: 'date' },
    place: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] },
  },
  required: ['city', 'units'],
  additionalProperties: false,
};

describe('argument validation', () => {
  it('lets good arguments pass', () => {
    expect(check(weather, { city: 'Bonn', units: 'metric', days: 2, from: '2026-01-31' })).toBeUndefined();
  });

  it('says all that is wrong, where, and what would be right', () => {
    const problem = check(weather, { units: 'celsius', days: 'two', from: '31.1.2026', place: {}, town: 'Bonn' });
    expect(problem?.failure).toBe('invalid-arguments');
    expect(problem?.content.split('\n').sort()).toEqual(
      [
        'Invalid arguments for act:',
        '- /city: is required but missing (string)',
        '- /units: must be one of "metric", "imperial"; got "celsius"',
        '- /days: must be integer; got "two"',
        '- /from: must match format "date"; got "31.1.2026"',
        '- /place/lat: is required but missing (number)',
        '- /town: unknown property; known: city, units, days, from, place',
      ].sort(),
    );
  });

  it('reads schemas of other drafts, same ids, and patterns of old', () => {
    const old = { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'http://x/y', type: 'object' };
    const validate = createArgumentValidator();
    for (const name of ['a', 'b'])
      expect(validate(toolOf(undefined, { name, parameters: { ...old, title: name } }).spec, {})).toBeUndefined();
    const pattern = { type: 'object', properties: { id: { type: 'string', pattern: '^[\\w-\\.]+$' } } };
    expect(check(pattern, { id: 'a.b' })).toBeUndefined();
    expect(check(pattern, { id: 'a b' })).toMatchObject({ failure: 'invalid-arguments' });
  });

  it('gives up on a pattern that does not come to an end, and goes on with the next call', () => {
    const validate = createArgumentValidator();
    const parameters = { type: 'object', properties: { id: { type: 'string', pattern: '^(a+)+$' } } };
    const { spec } = toolOf(undefined, { parameters });
    const problem = validate(spec, { id: `${'a'.repeat(60)}!` });
    expect(problem).toMatchObject({ failure: 'timeout', content: expect.stringContaining('pattern') });
    expect(validate(spec, { id: 'aaa' })).toBeUndefined();
    expect(validate(spec, { id: 'b' })).toMatchObject({ failure: 'invalid-arguments' });
  });

  it('does not execute a tool whose schema is not valid', () => {
    const broken = { type: 'object', properties: { a: { type: 'strnig' } } };
    expect(check(broken, {})).toMatchObject({ failure: 'not-executable' });
    expect(schemaProblem(broken)).toContain('type');
    expect(schemaProblem({ type: 'object', properties: { a: { $ref: '#/$defs/none' } } })).toBeDefined();
    expect(schemaProblem(weather)).toBeUndefined();
  });
});
