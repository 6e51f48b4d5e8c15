import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { makeFolder, type Row, writeConfig } from './run-folder.ts';

describe('imaginarium diff', () => {
  let folder: string;
  const diff = async (...args: string[]): Promise<{ code: number | null; document: Row }> => {
    const { code, stdout } = await runCommand(['diff', ...args, '--json'], { cwd: folder });
    return { code, document: JSON.parse(stdout) };
  };
  const textOf = async (...args: string[]) => (await runCommand(['diff', ...args], { cwd: folder })).stdout;

  beforeAll(async () => {
    folder = await makeFolder();
    const make = async (name: string, seed: number, only: string[], targets: string[]) => {
      const config = await writeConfig(
        folder,
        {
          name,
          seed,
          output: name,
          tools: [{ from: 'toolbox:', only }],
          exploration: { episodes: 2, trials: 3 },
          curation: { split: { test: 0.2, validation: 0.1 }, paraphrase: { target: 8 } },
          formatting: { targets, parquet: false },
        },
        `${name}.yaml`,
      );
      const { code, stderr } = await runCommand(['run', config], { cwd: folder });
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    };
    await make('first', 1, ['add_days', 'convert_units', 'roll_dice'], ['openai', 'ste']);
    await make('fewer', 1, ['add_days', 'convert_units'], ['ste']);
    await make('other', 2, ['add_days', 'convert_units', 'roll_dice'], ['openai']);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['a run', 'first'],
    ['a folder of records', 'first/records/ste'],
    ['a file of records', 'first/records/openai/train.jsonl'],
  ])('finds no difference between %s and itself', async (_, location) => {
    const { code, document } = await diff(location, location);
    expect(code).toBe(0);
    expect(document).toMatchObject({ isSame: true, records: { moved: 0, lost: 0, added: 0, overlap: 1 } });
    expect(document.arguments.every(({ distance }: Row) => distance === 0)).toBe(true);
  });

  it('says to a person what is the same in few words, and what differs by name', async () => {
    const [same, fewer] = await Promise.all([textOf('first', 'first'), textOf('first', 'fewer')]);
    expect(same).toContain('the two hold the same');
    expect(same.split('\n').length).toBeLessThan(9);
    expect(fewer).toContain('lost: roll_dice');
    expect(fewer).toMatch(/roll_dice +\d+ > 0/);
  });

  it('says what a run with one tool less has lost, and that the rest is the same', async () => {
    const { document } = await diff('first', 'fewer');
    const { tools, target, records, queries, counts } = document;
    expect(target).toBe('ste');
    expect(tools).toEqual({ same: ['add_days', 'convert_units'], changed: [], added: [], removed: ['roll_dice'] });
    expect(records.same).toBeGreaterThan(0);
    expect(records.lost).toBeGreaterThan(0);
    expect(queries.b.same).toBeGreaterThan(0);
    const dice = counts.filter(({ tool }: Row) => tool === 'roll_dice');
    expect(dice.every(({ a, b }: Row) => a > 0 && b === 0)).toBe(true);
  });

  it('says that another seed makes other records of the same tools', async () => {
    const { document } = await diff('first', 'other');
    expect(document).toMatchObject({ isSame: false, target: 'openai', records: { overlap: expect.any(Number) } });
    expect(document.tools.same).toHaveLength(3);
    expect(document.records.overlap).toBeLessThan(0.5);
    const days = document.arguments.find(({ tool, path }: Row) => tool === 'add_days' && path === '/days');
    expect(days).toMatchObject({ by: 'number', a: { range: expect.anything() } });
    expect(days.distance).toBeGreaterThan(0);
  });

  it('does not pretend to know the calls of records that write them as text', async () => {
    const { document } = await diff('first/records/ste', 'fewer/records/ste');
    expect(document).toMatchObject({ counts: [], arguments: [], isSame: false });
    expect(document.records.same).toBeGreaterThan(0);
    expect(await textOf('first/records/ste', 'fewer/records/ste')).toContain('not known');
  });

  it('names what is not there', async () => {
    expect(await diff('first', 'nowhere')).toMatchObject({ code: 3, document: { error: { code: 'input/not-found' } } });
    expect(await diff('first', 'fewer', '--target', 'openai')).toMatchObject({
      code: 3,
      document: { error: { code: 'input/no-such-target', message: expect.stringContaining('fewer') } },
    });
    expect(await diff('first', 'first/records')).toMatchObject({
      code: 3,
      document: { error: { code: 'input/records' } },
    });
  });
});
