import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jaccard } from '@imaginarium/similarity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { makeFolder, type Row, readRows, writeConfig } from './run-folder.ts';

const GENERAL = fileURLToPath(new URL('../../../datasets/general/normal-mode.jsonl', import.meta.url));

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
          replay: { from: ['first'], ratio: 0.2 },
          general: { file: GENERAL, count: 7 },
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
      for (const { file } of replayed) expect(file).toBe('train.jsonl');
    }
  });

  it('mixes the wanted number of general records in', () => {
    expect(lineage.filter(({ origin }) => origin === 'general')).toHaveLength(7);
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
