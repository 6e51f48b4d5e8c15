import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  commandOf,
  hub,
  MISTRAL,
  open,
  pair,
  RUN_CARD,
  row,
  useFreshHub,
  writeDataSet,
  writeRecords,
} from './testing/hub-fixture.ts';

useFreshHub();

const filesOf = () => [...hub.repos.all.values()][0]?.commits.at(-1)?.files;
const cardOf = () => filesOf()?.get('README.md')?.content.toString('utf8') ?? '';

describe('a data set on the Hub', () => {
  it('is one private repository with the shards of every split, in one commit, and is found again', async () => {
    const { train, validation } = await writeDataSet();
    const first = await open().upload(train);
    const second = await open().upload(validation);
    expect([...hub.repos.all]).toHaveLength(1);
    const [[name, repo] = ['', undefined]] = hub.repos.all;
    expect(repo).toMatchObject({ isPrivate: true });
    expect(repo?.commits).toHaveLength(2);
    expect([...(repo?.commits.at(-1)?.files.keys() ?? [])].sort()).toEqual([
      'README.md',
      'data/train-00000-of-00001.parquet',
      'data/validation-00000-of-00001.parquet',
    ]);
    const revision = repo?.commits.at(-1)?.id;
    expect(first.id).toBe(`${name}@${revision}/default/train/prompt-completion`);
    expect(second.id).toBe(`${name}@${revision}/default/validation/prompt-completion`);
    expect(hub.seen.filter((line) => line.startsWith('PUT /lfs/'))).toHaveLength(2);
  });

  it('has the card of its folder, byte for byte', async () => {
    await open().upload((await writeDataSet()).train);
    expect(cardOf()).toBe(RUN_CARD);
  });

  it('is the JSONL file alone where the card beside the shards declares no columns', async () => {
    const { train } = await writeDataSet();
    await writeFile(join(dirname(train.path), 'README.md'), '---\nlicense: mit\n---\n');
    await open().upload(train);
    expect([...(filesOf()?.keys() ?? [])].sort()).toEqual(['README.md', 'train.jsonl']);
  });

  it('holds either the shards of a run or bare files', async () => {
    const endpoint = open({ dataSet: 'mine' });
    await endpoint.upload((await writeDataSet()).train);
    await expect(endpoint.upload(await writeRecords('bare.jsonl', [row(1)]))).rejects.toMatchObject({
      code: 'input/mixed-data-set',
    });
    expect(cardOf()).toBe(RUN_CARD);
  });

  it('is refused when the shards do not hold the records of the file', async () => {
    const { train } = await writeDataSet();
    const changed = await writeRecords('train.jsonl', [row(9), row(2), row(3)]);
    expect(changed.bytes).toBe(train.bytes);
    await expect(open().upload(changed)).rejects.toMatchObject({ code: 'input/stale-parquet' });
    expect(hub.seen).toEqual([]);
  });

  it('takes bare JSONL files, both splits in one repository where it is named', async () => {
    const endpoint = open({ dataSet: 'mine' });
    const train = await endpoint.upload(await writeRecords('some.jsonl', [pair], { kind: 'preference' }));
    const validation = await endpoint.upload(
      await writeRecords('other-validation.jsonl', [pair], { kind: 'preference' }),
    );
    const files = hub.repos.all.get('acme/mine')?.commits.at(-1)?.files;
    expect([...(files?.keys() ?? [])].sort()).toEqual([
      'README.md',
      'preference-train.jsonl',
      'preference-validation.jsonl',
    ]);
    expect(parse(cardOf().split('---\n')[1] ?? '')).toMatchObject({
      configs: [
        {
          config_name: 'preference',
          data_files: [
            { split: 'train', path: 'preference-train.jsonl' },
            { split: 'validation', path: 'preference-validation.jsonl' },
          ],
        },
      ],
      dataset_info: [
        {
          config_name: 'preference',
          features: ['prompt', 'chosen', 'rejected', 'tools'].map((name) => ({ name, dtype: 'json' })),
        },
      ],
    });
    const request = {
      runKey: 'dpo-1',
      model: MISTRAL,
      method: 'dpo',
      seed: 1,
      hyperparameters: { beta: 0.2 },
    } as const;
    await endpoint.launch({ ...request, training: train, validation });
    expect(commandOf()).toMatch(/ trl dpo --dataset_name acme\/mine --dataset_config preference .*--beta 0.2 /);
  });

  it('cannot be launched from after its records were replaced', async () => {
    const endpoint = open({ dataSet: 'mine' });
    const training = await endpoint.upload(await writeRecords('a.jsonl', [row(1)]));
    await endpoint.upload(await writeRecords('b.jsonl', [row(2)]));
    const request = {
      runKey: 'r',
      model: MISTRAL,
      method: 'sft',
      validation: null,
      seed: 1,
      hyperparameters: {},
    } as const;
    await expect(endpoint.launch({ ...request, training })).rejects.toMatchObject({ code: 'input/data-set-changed' });
    expect(hub.service.jobs).toHaveLength(0);
  });
});
