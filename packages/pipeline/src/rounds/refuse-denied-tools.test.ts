import type { ToolSpec } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { refuseDeniedTools } from './refuse-denied-tools.ts';

const tool = (name: string, effect: ToolSpec['effect']) => ({ name, effect }) as ToolSpec;
const noticesOf = (specs: readonly ToolSpec[], allowWrites: string[] = [], dryRun = false) => {
  const notices: string[] = [];
  refuseDeniedTools(specs, { allowWrites, dryRun }, (event) => {
    if (event.kind === 'notice') notices.push(event.message);
  });
  return notices;
};
const [find, add, drop] = [tool('find', 'read'), tool('add', 'write'), tool('drop', 'write')];

it('pays for no trials where every call would be refused', () => {
  expect(() => noticesOf([add, drop])).toThrow(/none is allowed: add, drop/);
  expect(noticesOf([add, drop], [], true)).toEqual([]);
});

it('names those that will be refused where others will not', () => {
  expect(noticesOf([find, add, drop], ['drop'])).toEqual([expect.stringMatching(/^1 of 3 tools .*: add;/)]);
  expect(noticesOf([find, drop], ['drop'])).toEqual([]);
});
