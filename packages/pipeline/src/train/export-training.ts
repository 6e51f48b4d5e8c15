import { resolve } from 'node:path';
import { ImaginariumError } from '@imaginarium/contracts';
import {
  EXPORT_TOOLS,
  type ExportedFolder,
  type ExportRequest,
  type ExportToolName,
  exportTarget,
  writeExport,
} from '@imaginarium/training';
import { findRecordFiles } from './find-record-files.ts';

export interface ExportTrainingRequest extends Omit<ExportRequest, 'tool'> {
  /** `trl`, `axolotl`, `llama-factory`, `unsloth` */
  readonly tool: string;
  readonly data: string;
  readonly validation?: string | undefined;
  /** Made; must be empty or not there. */
  readonly folder: string;
}

/** Writes a folder that trains with one command on a machine of one's own. @throws ImaginariumError `usage/tool`, `input/…`, `disk/…` */
export async function exportTraining(request: ExportTrainingRequest): Promise<ExportedFolder> {
  const { data, validation, folder, method } = request;
  const tool = exportToolOf(request.tool);
  const target = exportTarget(tool, method);
  if (target === null)
    throw new ImaginariumError({
      code: 'input/not-exportable',
      message: `${tool} cannot be told to do ${method} on tool calls.`,
      hint: 'Choose another tool.',
    });
  const files = await findRecordFiles({ location: data, validation, target, method });
  return writeExport(resolve(folder), { ...request, tool }, files);
}

/** @throws ImaginariumError `usage/tool` */
export function exportToolOf(given: string): ExportToolName {
  const tool = EXPORT_TOOLS.find((name): name is ExportToolName => name === given);
  if (tool !== undefined) return tool;
  throw new ImaginariumError({
    code: 'usage/tool',
    message: `There is no export for "${given}".`,
    hint: `--tool ${EXPORT_TOOLS.join(' | ')}`,
  });
}
