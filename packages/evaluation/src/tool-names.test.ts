import { expect, it } from 'vitest';
import { createToolNames } from './tool-names.ts';

const tool = (name: string, originalName: string) => ({ name, originalName, description: '', parameters: {} });

it('finds a tool by either name, with or without the learned token around it, and guesses nothing', () => {
  const legalName = createToolNames([
    tool('tide_table', 'Tides%%table'),
    tool('swap_a', 'swap_b'),
    tool('swap_b', 'swap_a'),
  ]);
  expect(legalName('tide_table')).toBe('tide_table');
  expect(legalName(' Tides%%table\n')).toBe('tide_table');
  expect(legalName('<tool_Tides%%table>')).toBe('tide_table');
  expect(legalName('swap_b')).toBe('swap_b');
  expect(legalName('Tide_table')).toBeUndefined();
  expect(legalName('tool_tide_table')).toBeUndefined();
  expect(legalName('')).toBeUndefined();
});
