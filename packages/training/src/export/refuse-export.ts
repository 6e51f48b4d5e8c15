import { isJsonObject, type RecordFile, type TuningProblem } from '@imaginarium/contracts';
import { readJsonl } from '@imaginarium/storage';
import type { ExportRequest, ExportTool } from './export-tool.ts';
import { templateOf } from './tool-llama-factory.ts';

/** Why a folder for the tool cannot be written from these files. @throws ImaginariumError `input/not-found`, `input/malformed` */
export async function problemsOf(
  tool: ExportTool,
  request: ExportRequest,
  files: readonly RecordFile[],
): Promise<TuningProblem[]> {
  const { method, model, hyperparameters } = request;
  const kind = method === 'dpo' ? 'preference' : 'sft';
  const targets = tool.targets[method];
  if (targets === null)
    return [
      {
        message: `${tool.title} cannot train ${method} on these records: ${tool.missing}.`,
        hint: 'Export for trl or llama-factory.',
      },
    ];
  const problems: TuningProblem[] = [];
  if (
    files.filter(({ split }) => split === 'train').length !== 1 ||
    files.filter(({ split }) => split === 'validation').length > 1
  )
    problems.push({ message: 'An export takes one file of training records, and at most one for validation.' });
  if (hyperparameters.beta !== undefined && method !== 'dpo')
    problems.push({ message: 'beta is a hyperparameter of DPO; the method is sft.', hint: 'Leave it out.' });
  if (request.tool === 'llama-factory' && templateOf(model) === undefined)
    problems.push({
      message: `Which chat template of LLaMA-Factory fits ${model} is not known.`,
      hint: 'Use a model whose name tells its family, or export for trl.',
    });
  for (const file of files) {
    if (!targets.includes(file.target))
      problems.push({
        message: `${file.path} is formatted for ${file.target}; ${tool.title} takes ${targets.join(' or ')}.`,
        hint: `Format the run with the target ${targets[0]}.`,
      });
    else if (file.kind !== kind)
      problems.push({ message: `${file.path} holds ${file.kind} records; ${method} trains on ${kind} records.` });
    else if (/mi[sx]tral/i.test(model) && (await beginsWithSystem(file)))
      problems.push({
        message: `${file.path} has records with a system message, which Mistral's chat template leaves out where a conversation ends with the assistant, as in training.`,
        hint: 'Format for trl, which puts it into the first user turn, or without a system text.',
      });
  }
  return problems;
}

async function beginsWithSystem({ path }: RecordFile): Promise<boolean> {
  for await (const row of readJsonl(path)) {
    const first = isJsonObject(row) ? (Array.isArray(row.messages) ? row.messages : row.prompt) : undefined;
    if (Array.isArray(first) && isJsonObject(first[0]) && first[0].role === 'system') return true;
  }
  return false;
}
