import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestTool } from '@imaginarium/contracts';
import { importToolBench } from '@imaginarium/tools';
import { describedIn, type SteDocument } from './ste-document.ts';

/**
 * The tools of one of the paper's files, in its order, described as its rows describe them. A description that cannot be read
 * is kept as text, with parameters that take anything.
 */
export async function readSteTools(document: SteDocument): Promise<TestTool[]> {
  const texts = new Map(Object.entries(document).map(([tool, rows]) => [tool, describedIn(tool, rows)]));
  const readable = [...texts].map(([tool, text]) => [tool, isReadable(text) ? text : { description: text }]);
  // The importer reads files: the descriptions that stand inside another file get one of their own.
  const folder = await mkdtemp(join(tmpdir(), 'imaginarium-'));
  try {
    const file = join(folder, 'descriptions.json');
    await writeFile(file, JSON.stringify(Object.fromEntries(readable)));
    const tools = await readToolFile(file);
    return tools.map((tool) =>
      isReadable(texts.get(tool.originalName) ?? '') ? tool : { ...tool, parameters: { type: 'object' } },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The tools of a file of STE descriptions or ToolBench tools. @throws ImaginariumError `input/toolbench` */
export async function readToolFile(file: string): Promise<TestTool[]> {
  const { tools } = await importToolBench({ file });
  return tools.map(({ spec: { name, description, parameters, originalName } }) => ({
    name,
    description,
    parameters,
    originalName,
  }));
}

function isReadable(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return text !== '';
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
