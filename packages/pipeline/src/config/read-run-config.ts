import { basename, extname } from 'node:path';
import { readConfigFile } from './read-config-file.ts';
import { type RunConfig, runConfigSchema } from './run-config.ts';

export interface LoadedConfig {
  readonly config: RunConfig;
  /** The file as given by the person. */
  readonly file: string;
  /** Absolute folder of the file: relative input paths are taken from here. */
  readonly folder: string;
}

/** Reads the config of a run. @throws ImaginariumError `config/…`, see `readConfigFile` */
export async function readRunConfig(path: string): Promise<LoadedConfig> {
  const { config, isNamed, file, folder } = await readConfigFile(path, runConfigSchema);
  return { config: isNamed ? config : { ...config, name: basename(file, extname(file)) }, file, folder };
}
