import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { writeFileAtomic } from '@imaginarium/storage';
import { parseDocument } from 'yaml';
import { checkConfigText } from '../config/read-config-file.ts';
import { parseToolSource } from '../parse-tool-source.ts';
import { applyEdits, replaceSources, setString } from './edit-yaml.ts';
import { projectConfigSchema } from './project-config.ts';
import { GIT_IGNORE, projectTemplate } from './project-template.ts';
import { nameOfFolder } from './read-project-config.ts';
import { rebaseConfig, rebaseSources, rebaseToolSource } from './rebase-paths.ts';
import { PROJECT_FILES, projectPath } from './round-paths.ts';

export interface InitRequest {
  readonly folder: string;
  /** Tool sources, their paths taken from where the command is started. @default those of `like`, else the toolbox */
  readonly from: readonly string[];
  /** A config of a project whose text is taken over, comments included. */
  readonly like?: string | undefined;
  /** @default that of `like`, else after the folder */
  readonly name?: string | undefined;
}

/** As editors read it, beside the configs of this repository. */
const SCHEMA = fileURLToPath(new URL('../../../../configs/project.schema.json', import.meta.url));
const SCHEMA_LINE = /^#\s*yaml-language-server:.*\n/m;

/**
 * Makes a project: a folder with `project.yaml` and `.gitignore`. The config is checked whole before anything is written.
 *
 * @returns the folder, absolute, and the files written, by their path in it
 * @throws ImaginariumError `input/exists` where there is one; `config/…` with file and line for a config that is none
 */
export async function initProject(
  request: InitRequest,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const folder = resolve(request.folder);
  const path = projectPath(folder, 'config');
  if (existsSync(path))
    throw new ImaginariumError({
      code: 'input/exists',
      message: `${request.folder} is a project already: it has a ${PROJECT_FILES.config}.`,
      hint: `Choose another folder, or go on with this one: imaginarium round status --project ${request.folder}`,
    });
  refuseName(request.name);
  const sources = request.from.map((source) => rebaseToolSource(source, resolve('.'), folder));
  const text = withSchema(
    request.like === undefined ? fromTemplate(request, sources) : await copied(request, request.like, sources),
    folder,
  );
  checkConfigText(text, path, projectConfigSchema);
  await makeFolder(folder);
  const files: string[] = [];
  const ignore = join(folder, '.gitignore');
  // The config comes last: a folder that has one is whole.
  if (!existsSync(ignore)) {
    await writeFileAtomic(ignore, GIT_IGNORE);
    files.push('.gitignore');
  }
  await writeFileAtomic(path, text);
  return { folder, files: [PROJECT_FILES.config, ...files] };
}

function fromTemplate({ folder, name }: InitRequest, sources: readonly string[]): string {
  const isPractice = sources.every((source) => parseToolSource(source).kind === 'toolbox');
  return projectTemplate({
    name: name ?? nameOfFolder(folder),
    sources: sources.length > 0 ? sources : ['toolbox:'],
    isPractice,
  });
}

/** The person named it here, not in a file. */
function refuseName(name: string | undefined): void {
  const checked = projectConfigSchema.shape.name.safeParse(name);
  if (checked.success) return;
  throw new ImaginariumError({
    code: 'usage/name',
    message: `--name cannot be "${name}": ${checked.error.issues[0]?.message}.`,
    hint: 'It names data sets and checkpoints; left out, the project is called after its folder.',
  });
}

async function copied({ folder, name }: InitRequest, like: string, sources: readonly string[]): Promise<string> {
  const text = await readFile(like, 'utf8').catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'config/not-found',
      message: `The config ${like} cannot be read.`,
      hint: '--like takes the project.yaml of another project, or a config of configs/.',
      cause,
    });
  });
  const tools = sources.map((from) => ({ from }));
  // Checked as it stands too: a problem is told by its line in the file that the person has.
  checkConfigText(text, like, projectConfigSchema, (given) => (tools.length > 0 ? { ...given, tools } : given));
  const document = parseDocument(text);
  const [was, is] = [resolve(dirname(like)), resolve(folder)];
  return applyEdits(text, [
    ...rebaseConfig(document, was, is),
    ...(tools.length > 0 ? replaceSources(document, text, sources) : rebaseSources(document, was, is)),
    ...(name === undefined ? [] : setString(document, 'name', name)),
  ]);
}

/** Names the schema for editors where the project lies beside it; a path out of the project would be of no use elsewhere. */
function withSchema(text: string, folder: string): string {
  const bare = text.replace(SCHEMA_LINE, '');
  const isBeside = !relative(dirname(dirname(SCHEMA)), folder).startsWith('..') && existsSync(SCHEMA);
  if (!isBeside) return bare;
  return `# yaml-language-server: $schema=${relative(folder, SCHEMA).replaceAll('\\', '/')}\n${bare}`;
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new ImaginariumError({
      code: 'disk/failed',
      message: `The folder ${folder} cannot be made: ${messageOf(cause)}`,
      hint: 'Name a folder that is there or can be made.',
      cause,
    });
  });
}
