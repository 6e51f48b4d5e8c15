import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue, TestItem } from '@imaginarium/contracts';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { applyDisputes } from './apply-disputes.ts';
import { goldHash } from './dispute.ts';
import { type DisputableMiss, disputeTemplate } from './dispute-template.ts';
import { readDisputes } from './read-disputes.ts';

const folder = mkdtempSync(join(tmpdir(), 'disputes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const item: TestItem = {
  id: 'add_date/3',
  query: 'What is 90 days after 2022-10-14?',
  calls: [
    {
      tool: 'add_date',
      arguments: { date: '2022-10-14', days: 90 },
      observation: { status: 'ok', origin: 'live', content: '2023-01-12' },
    },
  ],
  tool: 'add_date',
  isJudged: true,
};
const miss: DisputableMiss = {
  item,
  miss: 'wrong-value',
  actual: 'Action: add_date\nAction Input: {"date":"14 October 2022","days":90}',
  problems: [{ path: '/date', problem: 'value', expected: '2022-10-14', actual: '14 October 2022' }],
};
const read = (text: string) => {
  const path = join(folder, 'disputes.yaml');
  writeFileSync(path, text);
  return readDisputes(path);
};
const file = (...decisions: { [key: string]: JsonValue }[]) =>
  read(
    JSON.stringify({
      format: 1,
      data: 'h',
      disputes: decisions.map((decision) => ({ item: item.id, gold: goldHash(item), reason: 'seen', ...decision })),
    }),
  );
/** What a person does: takes the first "# " from the lines of the entries, and says why. */
const uncomment = (text: string) => text.replace(/^# (?=- | {2})/gm, '').replaceAll('reason: ""', 'reason: seen');

describe('disputes', () => {
  it('take an item out', async () => {
    expect(applyDisputes(item, await file({ dismiss: true }))).toBeNull();
    const also = await file({ accept: [{ path: '/days', values: [91] }] }, { dismiss: true });
    expect(applyDisputes(item, also)).toBeNull();
  });

  it('add accepted values, those of several disputes together', async () => {
    const disputes = await file(
      { accept: [{ path: '/date', values: ['14 October 2022'] }] },
      {
        accept: [
          { call: 0, path: '/date', values: ['10/14/2022'] },
          { path: '/unit', values: ['days', null] },
        ],
      },
    );
    expect(applyDisputes(item, disputes)?.calls[0]?.accepted).toEqual({
      '/date': ['14 October 2022', '10/14/2022'],
      '/unit': ['days', null],
    });
  });

  it('replace the calls, and with them the tool that the item counts for', async () => {
    const args = { date: '2022-10-14', days: 91 };
    const same = applyDisputes(item, await file({ replace: [{ tool: 'add_date', arguments: args }] }));
    expect(same).toEqual({ ...item, calls: [{ tool: 'add_date', arguments: args }] });
    const other = applyDisputes(item, await file({ replace: [{ tool: 'search', arguments: {} }] }));
    expect(other).toEqual({
      id: item.id,
      query: item.query,
      calls: [{ tool: 'search', arguments: {} }],
      tool: 'search',
    });
    expect(applyDisputes(item, await file({ replace: [] }))).toMatchObject({ calls: [], tool: null });
  });

  it('change nothing where the gold has changed since, or has no place for what they accept', async () => {
    const dismiss = await file({ dismiss: true });
    const edited = { ...item, calls: [{ tool: 'add_date', arguments: { date: '2022-10-15', days: 90 } }] };
    expect(applyDisputes(edited, dismiss)).toBe(edited);
    expect(applyDisputes({ ...item, id: 'add_date/4' }, dismiss)).toMatchObject({ id: 'add_date/4' });
    expect(applyDisputes(item, await file({ accept: [{ path: '/date/day', values: [1] }] }))).toBe(item);
  });

  it('know a gold by its calls, not by what was observed', () => {
    const [call] = item.calls;
    const { observation: _, ...bare } = call!;
    expect(goldHash({ calls: [bare] })).toBe(goldHash(item));
    expect(goldHash({ calls: [bare, bare] })).not.toBe(goldHash({ calls: [bare, bare], order: 'any-order' }));
  });

  it('have a hash that follows what they decide, not their reasons', async () => {
    const { hash } = await file({ dismiss: true });
    expect((await file({ dismiss: true, reason: 'other words' })).hash).toBe(hash);
    expect((await file({ replace: [] })).hash).not.toBe(hash);
  });

  it.each([
    ['no decision', {}, /one of/],
    ['two decisions', { dismiss: true, replace: [] }, /one of/],
    ['no reason', { dismiss: true, reason: ' ' }, /disputes\.0\.reason: say why/],
    ['a path that is no pointer', { accept: [{ path: 'date', values: [1] }] }, /disputes\.0\.accept\.0\.path/],
    ['no values', { accept: [{ path: '/date', values: [] }] }, /disputes\.0\.accept\.0\.values/],
    ['a key that nothing reads', { dismiss: true, dismis: true }, /dismis/],
  ])('with %s are refused, the entry named', async (_, decision, message) => {
    await expect(file(decision)).rejects.toMatchObject({
      code: 'input/disputes',
      message: expect.stringMatching(message),
    });
  });

  it('that are no YAML, of another format or not there are refused', async () => {
    await expect(read('format: [1')).rejects.toMatchObject({
      code: 'input/disputes',
      message: expect.stringMatching(/line 1/),
    });
    await expect(read('format: 2\ndata: h')).rejects.toMatchObject({
      code: 'input/disputes',
      message: expect.stringMatching(/format/),
    });
    await expect(readDisputes(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'input/not-found' });
  });
});

describe('a template of disputes', () => {
  it('disputes nothing as it stands', async () => {
    const disputes = await read(disputeTemplate([miss], 'hash of the data'));
    expect(disputes).toMatchObject({ data: 'hash of the data', entries: [] });
  });

  it('shows what was asked, right and answered, and dismisses when it is uncommented', async () => {
    const text = disputeTemplate([miss, miss], 'h');
    expect(text).toContain(`## wrong-value: "${item.query}"`);
    const disputes = await read(uncomment(text));
    expect(disputes.entries).toEqual([{ item: item.id, gold: goldHash(item), reason: 'seen', dismiss: true }]);
    expect(applyDisputes(item, disputes)).toBeNull();
  });

  it('has what was answered ready to be accepted, and the gold ready to be corrected', async () => {
    const text = uncomment(disputeTemplate([miss], 'h'));
    const accepting = await read(text.replace('  dismiss: true\n', '').replace('# accept', 'accept'));
    expect(applyDisputes(item, accepting)?.calls[0]?.accepted).toEqual({ '/date': ['14 October 2022'] });
    const replacing = await read(text.replace('  dismiss: true\n', '').replace('# replace', 'replace'));
    expect(applyDisputes(item, replacing)?.calls[0]?.arguments).toEqual(item.calls[0]?.arguments);
  });

  it('is a dispute of the item whatever texts and values stand in it', async () => {
    const anyMiss = fc.record({
      id: fc.string({ minLength: 1, unit: 'binary' }),
      query: fc.string({ unit: 'binary' }),
      actual: fc.string({ unit: 'binary' }),
      args: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue() as fc.Arbitrary<JsonValue>, { maxKeys: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(anyMiss, async ({ id, query, actual, args }) => {
        // The schemas of rows leave this one key out, as a safeguard of their library.
        fc.pre(!JSON.stringify(args).includes('__proto__'));
        const one: TestItem = { id, query, calls: [{ tool: 'a', arguments: args as never }], tool: 'a' };
        const text = disputeTemplate([{ item: one, miss: 'no-call', actual }], 'h');
        expect((await read(text)).entries).toEqual([]);
        const disputes = await read(
          uncomment(text).replace('  dismiss: true\n', '').replace('  # replace', '  replace'),
        );
        const expected = JSON.parse(JSON.stringify(one.calls));
        expect(applyDisputes(one, disputes)?.calls).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
