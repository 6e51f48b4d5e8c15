import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ImaginariumError, messageOf, type RecordFile, type TuningProblem } from '@imaginarium/contracts';
import { writeFileAtomic } from '@imaginarium/storage';
import { openRecordFile } from '../endpoint/open-record-file.ts';
import { jsonlCard } from '../huggingface/dataset-card.ts';
import { planDataSet } from '../huggingface/plan-dataset.ts';
import {
  EXPORT_TOOLS,
  type ExportedText,
  type ExportRequest,
  type ExportTool,
  type ExportToolName,
} from './export-tool.ts';
import { problemsOf } from './refuse-export.ts';
import { axolotlTool } from './tool-axolotl.ts';
import { llamaFactoryTool } from './tool-llama-factory.ts';
import { trlTool } from './tool-trl.ts';
import { unslothTool } from './tool-unsloth.ts';

const TOOLS: Readonly<Record<ExportToolName, ExportTool>> = {
  trl: trlTool,
  axolotl: axolotlTool,
  'llama-factory': llamaFactoryTool,
  unsloth: unslothTool,
};

export interface ExportedFolder {
  readonly folder: string;
  /** Runs in the folder and trains. */
  readonly command: string;
  /** Paths in the folder. */
  readonly files: readonly string[];
}

/** What stands against an export, before anything is written. */
export async function refuseExport(request: ExportRequest, files: readonly RecordFile[]): Promise<TuningProblem[]> {
  return problemsOf(TOOLS[request.tool], request, files);
}

/** Target of formatting that each tool takes for a method; null where it cannot. */
export function exportTarget(tool: ExportToolName, method: ExportRequest['method']): string | null {
  return TOOLS[tool].targets[method]?.[0] ?? null;
}

/** Runs in an exported folder and trains. */
export function exportCommand({ tool, method }: Pick<ExportRequest, 'tool' | 'method'>): string {
  return `uv run --with-requirements requirements.txt ${TOOLS[tool].command({ method })}`;
}

/**
 * Writes a folder that trains with one command: data, config in the tool's own format, pinned requirements, README. The folder
 * must be empty or not there.
 *
 * @throws ImaginariumError `usage/tool`, `input/not-exportable`, `input/missing-file`, `input/changed-file`, `usage/folder-in-use`, `disk/…`
 */
export async function writeExport(
  folder: string,
  request: ExportRequest,
  files: readonly RecordFile[],
): Promise<ExportedFolder> {
  const tool = TOOLS[request.tool];
  if (tool === undefined)
    throw new ImaginariumError({
      code: 'usage/tool',
      message: `There is no export for "${request.tool}".`,
      hint: `Choose one of ${EXPORT_TOOLS.join(', ')}.`,
    });
  for (const file of files) await openRecordFile(file);
  const [problem] = await refuseExport(request, files);
  if (problem) throw new ImaginariumError({ code: 'input/not-exportable', ...problem });
  await makeEmptyFolder(folder);
  for (const file of files) await copyFile(file.path, join(folder, 'data', `${file.split}.jsonl`));
  const hasValidation = files.some(({ split }) => split === 'validation');
  const texts: ExportedText[] = [
    ...tool.texts(request, hasValidation),
    ...(request.tool === 'trl' ? [{ path: 'data/README.md', text: await cardOf(request, files) }] : []),
    { path: 'requirements.txt', text: tool.requirements.map((line) => `${line}\n`).join('') },
    { path: 'README.md', text: readmeOf(tool, request, files) },
  ];
  for (const { path, text } of texts) await writeFileAtomic(join(folder, path), text);
  return {
    folder,
    command: exportCommand(request),
    files: [...files.map(({ split }) => `data/${split}.jsonl`), ...texts.map(({ path }) => path)].sort(),
  };
}

async function makeEmptyFolder(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new ImaginariumError({
      code: 'usage/folder-in-use',
      message: `The folder ${folder} is not empty.`,
      hint: 'Name another one, or empty it.',
    });
  await mkdir(join(folder, 'data'), { recursive: true }).catch((cause: unknown) => {
    throw new ImaginariumError({ code: 'disk/write', message: `${folder} cannot be made: ${messageOf(cause)}`, cause });
  });
}

async function cardOf(request: ExportRequest, files: readonly RecordFile[]): Promise<string> {
  const plans = await Promise.all(files.map((file) => planDataSet(file, undefined)));
  const [first] = plans;
  if (first === undefined) throw new ImaginariumError({ code: 'internal/export', message: 'An export has no file.' });
  const splits = files.map(({ split }) => ({ split, path: `${split}.jsonl` }));
  const name = request.method === 'dpo' ? 'preference' : 'default';
  return jsonlCard([{ name, shape: first.shape, splits }]);
}

function readmeOf(tool: ExportTool, request: ExportRequest, files: readonly RecordFile[]): string {
  const command = tool.command(request);
  return `# Fine-tune ${request.model} with ${tool.title}

${files.map(({ split, rows }) => `- \`data/${split}.jsonl\`: ${rows} records`).join('\n')}
- \`train.yaml\`: the config, in ${tool.title}'s own format
- \`requirements.txt\`: the packages that it was written for

Run it in this folder, on a machine with a GPU that holds the model:

\`\`\`sh
uv run --with-requirements requirements.txt ${command}
\`\`\`

or, in an environment of your own: \`pip install -r requirements.txt\`, then \`${command}\`. The checkpoint comes to lie in ${tool.output ?? '`checkpoint/`'}.

${tool.notes.map((note) => `- ${note}`).join('\n')}
`;
}
