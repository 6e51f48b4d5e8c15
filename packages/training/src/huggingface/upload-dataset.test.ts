import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandOf, hub, MISTRAL, open, pair, row, writeDataSet, writeRecords } from './testing/hub-fixture.ts';

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

  it('has a card that keeps what was there and makes trainers parse every column', async () => {
    await open().upload((await writeDataSet()).train);
    const card = [...hub.repos.all.values()][0]?.commits.at(-1)?.files.get('README.md')?.content.toString('utf8') ?? '';
    expect(card).toContain('# mine');
    expect(parse(card.split('---\n')[1] ?? '')).toMatchObject({
      pretty_name: 'mine',
      license: 'mit',
      configs: [
        {
          config_name: 'default',
          columns: ['prompt', 'completion', 'tools'],
          data_files: [
            { split: 'train', path: 'data/train-*.parquet' },
            { split: 'validation', path: 'data/validation-*.parquet' },
          ],
        },
      ],
      dataset_info: [
        {
          config_name: 'default',
          features: ['prompt', 'completion', 'tools'].map((name) => ({ name, dtype: 'json' })),
        },
      ],
    });
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
    expect(files?.get('README.md')?.content.toString('utf8')).toContain('path: preference-validation.jsonl');
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
