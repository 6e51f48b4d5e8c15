import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jaccard } from '@imaginarium/similarity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { makeFolder, type Row, readRows, writeConfig } from './run-folder.ts';

const base = {
  exploration: { episodes: 2, trials: 4 },
  curation: { split: { test: 0.2, validation: 0.1 }, paraphrase: { target: 12 } },
};

/** A second round: the first round's records are replayed, general ones join, the first round's queries stay out of it. */
describe('a run that mixes earlier records in', () => {
  let folder: string;
  let lineage: Row[];
  let firstTrain: Row[];

  beforeAll(async () => {
    folder = await makeFolder();
    const first = await writeConfig(
      folder,
      {
        ...base,
        output: join(folder, 'first'),
        tools: [{ from: 'toolbox:', only: ['add_days', 'check_isbn'] }],
        formatting: { targets: ['openai'], parquet: false },
      },
      'first.yaml',
    );
    const second = await writeConfig(
      folder,
      {
        ...base,
        output: join(folder, 'second'),
        tools: [{ from: 'toolbox:', only: ['roll_dice'] }],
        curation: { ...base.curation, decontaminate: ['first/examples.jsonl'] },
        formatting: {
          targets: ['openai', 'ste'],
          parquet: false,
          replay: { from: ['first'], sampler: 'per-tool', ratio: 0.2 },
          general: { from: 'bundled', count: 7 },
        },
      },
      'second.yaml',
    );
    for (const config of [first, second])
      expect((await runCommand(['run', config], { cwd: folder })).code, config).toBe(0);
    lineage = await readRows(join(folder, 'second/records/openai/lineage.jsonl'));
    firstTrain = (await readRows(join(folder, 'first/examples.jsonl'))).filter(({ split }) => split === 'train');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('replays a fifth of every old tool’s training examples, as training records', () => {
    for (const tool of ['add_days', 'check_isbn', null]) {
      const had = firstTrain.filter((example) => example.tool === tool).length;
      const replayed = lineage.filter((line) => line.origin === 'replay' && line.tool === tool);
      expect(replayed.length, String(tool)).toBe(Math.ceil(had * 0.2));
      for (const { file, round, reason } of replayed) {
        expect([file, round]).toEqual(['train.jsonl', 1]);
        const what = tool ?? 'the queries without a tool';
        expect(reason).toBe(`replay of first: per tool, ${replayed.length} of ${had} of ${what}`);
      }
    }
    for (const line of lineage.filter(({ origin }) => origin === 'example'))
      expect([line.round, line.reason]).toEqual([undefined, undefined]);
  });

  it('mixes the wanted number of general records in', () => {
    const general = lineage.filter(({ origin }) => origin === 'general');
    expect(general).toHaveLength(7);
    for (const { round, reason } of general) expect([round, reason]).toEqual([null, 'general: 7 of 219 of bundled']);
  });

  it('puts general records of the paper’s format into normal mode and the others into tool mode', async () => {
    const records = await readRows(join(folder, 'second/records/ste/train.jsonl'));
    const lines = await readRows(join(folder, 'second/records/ste/lineage.jsonl'));
    const textOf = (origin: string) =>
      lines
        .filter((line) => line.origin === origin && line.file === 'train.jsonl')
        .map(({ line }) => JSON.stringify(records[line - 1]));
    expect(textOf('general').every((text) => /normal mode/i.test(text))).toBe(true);
    expect(textOf('replay').filter((text) => /tool mode/i.test(text)).length).toBeGreaterThan(0);
  });

  it('keeps replayed queries away from what the new run holds out', async () => {
    // The same queries as in the first run, split otherwise.
    const config = await writeConfig(
      folder,
      {
        ...base,
        output: join(folder, 'third'),
        tools: [{ from: 'toolbox:', only: ['add_days', 'check_isbn'] }],
        curation: { ...base.curation, split: { test: 0.4, validation: 0.1 } },
        formatting: { targets: ['openai'], parquet: false, replay: { from: ['first'], ratio: 1 } },
      },
      'third.yaml',
    );
    expect((await runCommand(['run', config], { cwd: folder })).code).toBe(0);
    const heldOut = (await readRows(join(folder, 'third/examples.jsonl'))).filter(({ split }) => split !== 'train');
    const replayed = (await readRows(join(folder, 'third/records/openai/lineage.jsonl')))
      .filter(({ origin }) => origin === 'replay')
      .map(({ exampleId }) => firstTrain.find(({ id }) => id === exampleId).query);
    const refused = (await readRows(join(folder, 'third/records/openai/refused.jsonl'))).filter(({ reason }) =>
      reason.startsWith('likeness'),
    );
    expect(replayed.length + refused.length).toBe(firstTrain.length);
    expect(refused.length).toBeGreaterThan(0);
    for (const query of replayed) for (const held of heldOut) expect(jaccard(query, held.query)).toBeLessThan(0.6);
  });

  it('gives the same records again', async () => {
    const records = await readRows(join(folder, 'second/records/openai/train.jsonl'));
    await rm(join(folder, 'second'), { recursive: true });
    expect((await runCommand(['run', 'second.yaml'], { cwd: folder })).code).toBe(0);
    expect(await readRows(join(folder, 'second/records/openai/train.jsonl'))).toEqual(records);
  });
});
