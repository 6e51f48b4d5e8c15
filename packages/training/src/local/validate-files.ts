import { ApiError } from './api-error.ts';
import { checkRecords } from './check-records.ts';
import type { FileStore } from './file-store.ts';
import type { JobRecord } from './job-record.ts';

/** Looks through the files of a job. @throws ApiError 400 with the line; 404 for a file that has gone */
export async function validateFiles(
  { trainingFile, validationFile, method }: JobRecord,
  files: FileStore,
): Promise<void> {
  const checks = [
    { file: trainingFile, param: 'training_file', fewest: undefined },
    { file: validationFile, param: 'validation_file', fewest: 1 },
  ];
  for (const { file, param, fewest } of checks) {
    if (file === null) continue;
    const problem = await checkRecords(files.pathOf(files.get(file).id), { method, ...(fewest ? { fewest } : {}) });
    if (problem !== undefined) throw new ApiError(400, problem, { code: `invalid_${param}`, param });
  }
}
