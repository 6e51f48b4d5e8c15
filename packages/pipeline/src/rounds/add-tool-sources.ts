import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lockRunFolder, writeFileAtomic } from '@imaginarium/storage';
import { parseDocument } from 'yaml';
import { checkConfigText } from '../config/read-config-file.ts';
import type { Environment } from '../environment.ts';
import { openRunTools } from '../open-tools.ts';
import { projectConfigSchema } from './project-config.ts';
import { readProjectConfig } from './read-project-config.ts';
import { rebaseToolSource } from './rebase-paths.ts';

/**
 * Adds tool sources to a project's `project.yaml`, its comments kept; one that is there already is not added again, so that the
 * same command can go on with a round. All sources are opened first: what does not answer changes nothing.
 *
 * @param sources as given by the person: paths from where the command is started
 * @returns those added, as the file has them
 * @throws ImaginariumError `locked/run` while a process works on the project; `config/…`; what opening tools throws
 */
export async function addToolSources(
  project: string,
  sources: readonly string[],
  environment: Environment,
): Promise<string[]> {
  const { folder, file } = await readProjectConfig(project);
  const wanted = [...new Set(sources.map((source) => rebaseToolSource(source, resolve('.'), folder)))];
  const lock = await lockRunFolder(folder, environment);
  try {
    const document = parseDocument(await readFile(file, 'utf8'));
    const { config } = checkConfigText(String(document), file, projectConfigSchema);
    const added = wanted.filter((source) => !config.tools.some(({ from }) => from === source));
    if (added.length === 0) return [];
    for (const from of added) document.addIn(['tools'], document.createNode({ from }));
    const text = document.toString({ lineWidth: 0 });
    const changed = checkConfigText(text, file, projectConfigSchema).config;
    const open = await openRunTools(changed, folder, environment);
    await open.close();
    await writeFileAtomic(file, text);
    return added;
  } finally {
    await lock.release();
  }
}
