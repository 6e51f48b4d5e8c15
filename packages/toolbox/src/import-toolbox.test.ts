import { createRandom, systemClock, toolSpecSchema } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { importToolbox } from './import-toolbox.ts';

it('offers at least 25 read-only tools under the contract', () => {
  const { tools, notices } = importToolbox();
  expect(tools.length).toBeGreaterThanOrEqual(25);
  expect(notices).toEqual([]);
  for (const { spec } of tools) {
    expect(toolSpecSchema.safeParse(spec).error).toBeUndefined();
    expect(spec).toMatchObject({ effect: 'read', source: { kind: 'toolbox', location: 'toolbox:' } });
  }
});

it('picks tools by name, and names what it has when one is unknown', () => {
  expect(
    importToolbox({ only: ['today', 'add_days'] })
      .tools.map(({ spec }) => spec.name)
      .sort(),
  ).toEqual(['add_days', 'today']);
  expect(() => importToolbox({ only: ['tomorrow'] })).toThrow(
    expect.objectContaining({ code: 'input/unknown-tool', hint: expect.stringContaining('add_days') }),
  );
});

it('answers an error in the words of the tool', async () => {
  const [tool] = importToolbox({ only: ['add_days'] }).tools;
  const context = {
    signal: new AbortController().signal,
    clock: systemClock,
    random: createRandom(1),
    fetch: globalThis.fetch,
    secret: () => '',
  };
  expect(await tool?.call?.({ date: '2026-05-03', days: 1 }, context)).toMatchObject({
    isError: true,
    content: expect.stringContaining('yyyy/MM/dd'),
  });
  expect(await tool?.call?.({ date: '2026/05/03', days: 1 }, context)).toEqual({
    content: { date: '2026/05/04', weekday: 'Monday' },
  });
});
