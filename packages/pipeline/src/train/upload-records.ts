import type { RecordFile, TuningMethod, UploadedFile } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import { capabilityOf, refuseIfClosed, targetOf } from './endpoint-capability.ts';
import { findRecordFiles } from './find-record-files.ts';
import { type EndpointSettings, openTuningEndpoint } from './open-tuning-endpoint.ts';

export interface UploadRequest extends EndpointSettings {
  readonly data: string;
  readonly validation?: string | undefined;
  readonly method: TuningMethod;
}

/** Checks the files of a data set and uploads those that are not there yet. */
export async function uploadRecords(
  request: UploadRequest,
  environment: Environment,
): Promise<(UploadedFile & { readonly file: RecordFile })[]> {
  const { to, data, validation, method } = request;
  const capability = capabilityOf(to);
  if (request.baseUrl === undefined) refuseIfClosed(capability, environment);
  const target = targetOf(capability, method);
  const files = await findRecordFiles({ location: data, validation, target, method });
  const endpoint = openTuningEndpoint(request, environment);
  const uploads = [];
  for (const file of files)
    uploads.push({ ...(await endpoint.upload(file, environment.signal ? { signal: environment.signal } : {})), file });
  return uploads;
}
