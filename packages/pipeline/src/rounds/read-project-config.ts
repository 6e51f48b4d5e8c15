import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readConfigFile } from '../config/read-config-file.ts';
import { type ProjectConfig, projectConfigSchema } from './project-config.ts';
import { noProject, projectPath } from './round-paths.ts';

export interface LoadedProject {
  readonly config: ProjectConfig;
  /** `project.yaml` as it is named to a person. */
  readonly file: string;
  /** Absolute folder of the project: relative paths of its config are taken from here. */
  readonly folder: string;
}

/**
 * Reads and checks a project's `project.yaml`; one that does not name itself is called after its folder.
 *
 * @param project its folder, as given by the person
 * @throws ImaginariumError `input/not-found` where there is no project; `config/…`, see `readConfigFile`
 */
export async function readProjectConfig(project: string): Promise<LoadedProject> {
  const path = projectPath(project, 'config');
  if (!existsSync(path)) throw noProject(project);
  const { config, isNamed, file, folder } = await readConfigFile(path, projectConfigSchema);
  return { config: isNamed ? config : { ...config, name: nameOfFolder(folder) }, file, folder };
}

/** A legal project name from a folder's. */
export function nameOfFolder(folder: string): string {
  const name = basename(resolve(folder))
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64);
  return name || 'project';
}
