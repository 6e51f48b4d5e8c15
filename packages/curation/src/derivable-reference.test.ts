import { existsSync, readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { groundArguments } from './ground-arguments.ts';
import { readWording } from './wording.ts';

const root = new URL('../../../', import.meta.url);
const folder = new URL(`${process.env.IMAGINARIUM_REFERENCE ?? '../shared/reference'}/`, root);
const file = new URL('ste/tool_test.json', folder);

describe.skipIf(!existsSync(file))('the 750 published test items (skipped where the reference data is absent)', () => {
  const items = existsSync(file)
    ? Object.values(
        JSON.parse(readFileSync(file, 'utf8')) as Record<string, { query: string; action_input: string }[]>,
      ).flat()
    : [];
  const calls = items.flatMap(({ query, action_input }) => {
    const args: unknown = JSON.parse(action_input);
    return isJsonObject(args) && Object.keys(args).length > 0 ? [{ query, args }] : [];
  });
  const isGrounded = (args: JsonObject, query: string) =>
    groundArguments(args, { query: readWording(query), earlier: [], parameters: {} }).every(
      ({ from }) => from !== 'none',
    );

  it('derives most calls from their own query by rules alone, and few from a stranger’s', () => {
    const own = calls.filter(({ args, query }) => isGrounded(args, query)).length / calls.length;
    const strange =
      calls.filter(({ args }, at) => isGrounded(args, calls[(at + 101) % calls.length]!.query)).length / calls.length;
    expect(own).toBeGreaterThan(0.6);
    expect(strange).toBeLessThan(0.02);
  });
});
