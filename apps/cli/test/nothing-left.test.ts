import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { makeFolder, writeConfig } from './run-folder.ts';

const small = {
  tools: [{ from: 'toolbox:', only: ['add_days'] }],
  exploration: { episodes: 1, trials: 4 },
  formatting: { targets: ['mistral'], parquet: false },
};

/** A run that ends with nothing to train on says so and fails; it does not say that it is done. */
describe('a run of which nothing is left', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeFolder();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const errorOf = async (config: object) => {
    const path = await writeConfig(folder, config);
    const { code, stdout } = await runCommand(['run', path, '--output', folder, '--json'], { cwd: folder });
    return { exitCode: code, ...JSON.parse(stdout).error };
  };

  it('names the commonest reason when no trial was kept', async () => {
    const curation = { allowOrigins: ['simulated'] };
    expect(await errorOf({ ...small, curation })).toMatchObject({
      exitCode: 3,
      code: 'input/no-examples',
      message: expect.stringMatching(/None of 4 trials was kept\. Most often: execution: .*\(\d+ times\)/),
      hint: expect.stringContaining('--removals'),
    });
  });

  it('names the targets for which every record was refused', async () => {
    const formatting = { ...small.formatting, maxTokens: { mistral: 5 } };
    expect(await errorOf({ ...small, formatting })).toMatchObject({
      exitCode: 3,
      code: 'input/no-records',
      message: 'There is no training record for mistral.',
      hint: expect.stringContaining('records/mistral/refused.jsonl'),
    });
  });
});
