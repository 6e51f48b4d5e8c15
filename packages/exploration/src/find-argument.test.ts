import type { JsonObject } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { findArgument } from './find-argument.ts';

const parameters: JsonObject = {
  type: 'object',
  required: ['city'],
  properties: {
    city: { type: 'string' },
    stops: { type: 'array', items: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] } },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    period: { $ref: '#/$defs/period' },
    place: { anyOf: [{ type: 'string' }, { properties: { 'a/b': { type: 'number' } } }] },
    loop: { $ref: '#/properties/loop' },
  },
  $defs: { period: { properties: { from: { type: 'string' } } } },
};

it.each([
  ['/city', '/city', true],
  ['/stops/3/at', '/stops/*/at', true],
  ['/stops/*/at', '/stops/*/at', true],
  ['/stops/3', '/stops/*', true],
  ['/headers', '/headers', false],
  ['/period/from', '/period/from', false],
  ['/place/a~1b', '/place/a~1b', false],
])('finds %s as %s', (pointer, path, isRequired) => {
  expect(findArgument(parameters, pointer)).toMatchObject({ path, isRequired });
});

it.each([
  ['/headers/the secret of a test', '/headers'],
  ['/city/deeper', '/city'],
  ['/stops/first', '/stops'],
  ['/loop/x', '/loop'],
  ['/constructor', ''],
  ['/invented', ''],
  ['', ''],
])('leaves off what the schema does not declare: %s is %s', (pointer, path) => {
  expect(findArgument(parameters, pointer).path).toBe(path);
});
