import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolboxTools } from '@imaginarium/toolbox';
import { importToolBench } from '@imaginarium/tools';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../config/read-config-file.ts';
import { chooseTools } from './choose-tools.ts';
import { projectConfigSchema } from './project-config.ts';

const REFERENCE =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const DESCRIPTIONS = join(REFERENCE, 'ste/API_descriptions.json');

async function shipped(name: string) {
  const file = fileURLToPath(new URL(`../../../../configs/${name}.yaml`, import.meta.url));
  const { config } = await readConfigFile(file, projectConfigSchema);
  return config;
}

describe('configs/continual.yaml', () => {
  it('deals the tools of the toolbox to four rounds by the rule that it states', async () => {
    const { batches = [] } = await shipped('continual');
    const names = toolboxTools.map(({ name }) => name).sort();
    expect(batches).toEqual([0, 1, 2, 3].map((round) => names.filter((_, at) => at % 4 === round)));
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 9, 9]);
  });

  it('needs no key, no server and no network', async () => {
    const { tools, models, formatting, training } = await shipped('continual');
    expect(tools).toMatchObject([{ from: 'toolbox:' }]);
    expect(Object.values(models)).toMatchObject([{ model: 'practice:' }]);
    expect(formatting.general?.from).toBe('bundled');
    expect(training).toMatchObject({ to: 'local', model: 'student-v1', from: 'last' });
    expect(training.baseUrl).toBeUndefined();
  });
});

describe('configs/paper.yaml', () => {
  it('has the parameters of the paper (arXiv 2403.04746)', async () => {
    expect(await shipped('paper')).toMatchObject({
      exploration: { episodes: 15, trials: 4, executions: 4, generations: 5, temperature: 1, maxTokens: 360 },
      curation: { split: { test: 15 }, paraphrase: { target: 150, maximum: 6 } },
      replay: { sampler: 'uniform', ratio: 0.1 },
      formatting: { general: { count: 2000 } },
      training: { from: 'last', hyperparameters: { epochs: 2, batchSize: 64, loraRank: 0 } },
      evaluation: { toolSet: { kind: 'none' } },
    });
  });

  it.skipIf(!existsSync(DESCRIPTIONS))(
    'names its 50 tools in their four batches, all among the 817 described (needs the paper’s data: IMAGINARIUM_REFERENCE)',
    async () => {
      const { batches = [], execution } = await shipped('paper');
      expect(batches).toEqual(JSON.parse(readFileSync(join(REFERENCE, 'ste/CL_batches.json'), 'utf8')));
      const { tools, close } = await importToolBench({ file: DESCRIPTIONS });
      await close();
      expect(tools).toHaveLength(817);
      const sourced = tools.map(({ spec }) => ({ spec, source: 0 }));
      const chosen = [1, 2, 3, 4].map((round) => chooseTools(sourced, batches, round));
      expect(chosen.map(({ length }) => length)).toEqual([12, 25, 37, 50]);
      expect(execution.allowWrites).toEqual(chosen[3]?.map(({ spec }) => spec.name));
    },
  );
});
