import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import { lockRunFolder, writeFileAtomic } from '@imaginarium/storage';
import { parseDocument } from 'yaml';
import { checkConfigText } from '../config/read-config-file.ts';
import type { Environment } from '../environment.ts';
import { openRunTools } from '../open-tools.ts';
import { refusePracticeWithOwnTools } from '../run-purposes.ts';
import { appendSources, applyEdits } from './edit-yaml.ts';
import { projectConfigSchema } from './project-config.ts';
import { readProjectConfig } from './read-project-config.ts';
import { readRounds } from './read-rounds.ts';
import { rebaseToolSource } from './rebase-paths.ts';
import { refuseCheckpointName } from './refuse-unready.ts';
import type { RoundRequest } from './round-api.ts';

/**
 * Adds tool sources to a project's `project.yaml`, its comments kept; one that is there already is not added again, so that the
 * same command can go on with a round. All sources are opened first: what does not answer changes nothing.
 *
 * @param sources as given by the person: paths from where the command is started
 * @returns those added, as the file has them
 * @throws ImaginariumError `input/round-unfinished` while a round is open that other tools would not fit; `locked/run` while a process works on the project; `config/…`, also `config/practice-model` and, for the checkpoint, `config/model-name`; what opening tools throws
 */
export async function addToolSources(
  project: string,
  sources: readonly string[],
  { isReplanned, accept, checkpoint }: Pick<RoundRequest, 'isReplanned' | 'accept' | 'checkpoint'>,
  environment: Environment,
): Promise<string[]> {
  refuseCheckpointName(checkpoint);
  const { folder, file } = await readProjectConfig(project);
  const wanted = [...new Set(sources.map((source) => rebaseToolSource(source, resolve('.'), folder)))];
  const lock = await lockRunFolder(folder, environment);
  try {
    const before = await readFile(file, 'utf8');
    const { config } = checkConfigText(before, file, projectConfigSchema);
    const added = wanted.filter((source) => !config.tools.some(({ from }) => from === source));
    if (added.length === 0) return [];
    const open = (await readRounds(folder)).find(({ state }) => state === 'open');
    if (open && !isReplanned && accept === undefined) throw stillOpen(open.number, added);
    const text = applyEdits(before, appendSources(parseDocument(before), before, added));
    const changed = checkConfigText(text, file, projectConfigSchema).config;
    refusePracticeWithOwnTools(changed);
    const tools = await openRunTools(changed, folder, environment);
    await tools.close();
    await writeFileAtomic(file, text);
    return added;
  } finally {
    await lock.release();
  }
}

function stillOpen(number: number, added: readonly string[]): ImaginariumError {
  return new ImaginariumError({
    code: 'input/round-unfinished',
    message: `Round ${number} is open, and was planned without the tools of ${added.join(', ')}.`,
    hint: 'Finish it first: imaginarium round add, without --from; --replan takes them into it; --accept REASON takes it as it is where its gate did not pass.',
  });
}
