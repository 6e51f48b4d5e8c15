import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImaginariumError, type StageName } from '@imaginarium/contracts';
import { parseGeneralSource } from '@imaginarium/formatting';
import type { LoadedConfig } from './config/read-run-config.ts';
import { runPath } from './run-paths.ts';

/**
 * The files that the config names for these stages must be there before the first call is paid for: curation and
 * formatting come late.
 *
 * @throws ImaginariumError `input/not-found` that names the file and the key
 */
export function refuseMissingFiles({ config, folder, file }: LoadedConfig, stages: readonly StageName[]): void {
  const { replay, general, tokenizer, chatTemplate } = config.formatting;
  const runs = (replay?.from ?? []).map((run) => resolve(folder, run));
  const source = general && parseGeneralSource(general.from);
  const named: [key: string, stage: StageName, paths: readonly (string | undefined)[]][] = [
    ['curation.decontaminate', 'curate', config.curation.decontaminate],
    ['formatting.general.from', 'format', [source?.kind === 'file' ? source.path : undefined]],
    ['formatting.tokenizer', 'format', [tokenizer]],
    ['formatting.chatTemplate', 'format', [chatTemplate]],
    ['formatting.replay.from', 'format', runs.flatMap((run) => [runPath(run, 'tools'), runPath(run, 'examples')])],
  ];
  for (const [key, stage, paths] of named)
    for (const path of paths) {
      if (path === undefined || !stages.includes(stage) || existsSync(resolve(folder, path))) continue;
      throw new ImaginariumError({
        code: 'input/not-found',
        message: `There is no file ${resolve(folder, path)}, which ${key} of ${file} asks for.`,
        hint: 'Paths in a config are taken from its folder.',
      });
    }
}
