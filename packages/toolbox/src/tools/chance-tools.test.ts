import { expect, it } from 'vitest';
import { z } from 'zod';
import { callTool } from '../../test/call-tool.ts';

it.each([
  ['make_uuid', {}],
  ['make_password', { length: 24 }],
  ['roll_dice', { notation: '9d100' }],
])('%s repeats with the seed and changes with it', async (tool, args) => {
  expect(await callTool(tool, args, 'one')).toEqual(await callTool(tool, args, 'one'));
  expect(await callTool(tool, args, 'one')).not.toEqual(await callTool(tool, args, 'two'));
});

const seeds = Array.from({ length: 50 }, (_, seed) => String(seed));

it('makes UUIDs of version 4 and variant 10', async () => {
  for (const seed of seeds) {
    expect(await callTool('make_uuid', {}, seed)).toEqual({
      uuid: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
    });
  }
});

it('puts every kind of character that was asked for into a password, and no other', async () => {
  for (const seed of seeds) {
    const { password } = z
      .object({ password: z.string() })
      .parse(await callTool('make_password', { length: 10 }, seed));
    expect(password).toMatch(/^(?=.*[a-zA-Z])(?=.*\d)(?=.*[^a-zA-Z\d]).{10}$/);
    expect(await callTool('make_password', { length: 10, characters: 'letters' }, seed)).toMatchObject({
      password: expect.stringMatching(/^[a-zA-Z]{10}$/),
    });
  }
});

it('rolls every side of a die and adds the modifier', async () => {
  const seen = new Set<number>();
  for (const seed of seeds) {
    const result = z
      .object({ rolls: z.array(z.int().min(1).max(4)).length(3), total: z.int() })
      .parse(await callTool('roll_dice', { notation: '3d4-2' }, seed));
    for (const roll of result.rolls) seen.add(roll);
    expect(result.total).toBe(result.rolls.reduce((sum, roll) => sum + roll, -2));
  }
  expect([...seen].sort()).toEqual([1, 2, 3, 4]);
});
