import { sha256 } from '@imaginarium/contracts';
import { ApiError } from './api-error.ts';
import type { FileStore } from './file-store.ts';
import type { JobRecord } from './job-record.ts';
import { type JobRequest, readMethod } from './job-request.ts';
import type { JobStore } from './job-store.ts';
import type { ModelList } from './model-list.ts';
import { newId } from './new-id.ts';

/** Makes a job that waits for the queue. @throws ApiError 400 for a file or model that is not there, or a method that its trainer does not do */
export async function createJob(
  request: JobRequest,
  { jobs, files, models }: { jobs: JobStore; files: FileStore; models: ModelList },
): Promise<JobRecord> {
  const method = readMethod(request);
  const model = models.list().find(({ name }) => name === request.model);
  if (!model)
    throw new ApiError(400, `The model '${request.model}' does not exist or cannot be fine-tuned here.`, {
      code: 'model_not_available',
      param: 'model',
    });
  if (!model.trainer.methods.includes(method.method))
    throw new ApiError(
      400,
      `The model '${request.model}' cannot be trained with ${method.method}: its trainer, ${model.trainer.name}, does ${model.trainer.methods.join(', ')}.`,
      { code: 'unsupported_method', param: 'method.type' },
    );
  const validationFile = request.validation_file ?? null;
  requireFile(files, request.training_file, 'training_file');
  if (validationFile !== null) requireFile(files, validationFile, 'validation_file');
  const id = newId('ftjob');
  const job = await jobs.add({
    ...method,
    id,
    finishedAt: null,
    status: 'validating_files',
    model: request.model,
    baseModel: model.baseModel,
    from: model.checkpoint,
    trainer: model.trainer.name,
    pausedAt: null,
    trainingFile: request.training_file,
    validationFile,
    suffix: request.suffix ?? null,
    seed: request.seed ?? Number.parseInt(sha256(id).slice(0, 8), 16) % 2 ** 31,
    metadata: request.metadata ?? null,
    error: null,
    fineTunedModel: null,
    checkpointFolder: null,
    trainedTokens: null,
    resultFiles: [],
    checkpoints: [],
    deletedModels: [],
  });
  await jobs.addEvent(id, { level: 'info', message: `Created fine-tuning job: ${id}` });
  return job;
}

function requireFile(files: FileStore, id: string, param: string): void {
  const file = files.list().find((known) => known.id === id);
  if (file?.purpose === 'fine-tune') return;
  throw new ApiError(
    400,
    file ? `The file ${id} is for ${file.purpose}, not for fine-tuning.` : `invalid ${param}: there is no file ${id}.`,
    { code: `invalid_${param}`, param },
  );
}
