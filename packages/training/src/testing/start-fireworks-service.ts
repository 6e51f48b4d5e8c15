import type { JsonObject } from '@imaginarium/contracts';
import { createScriptedService, type ScriptedJob, type ScriptedService } from './scripted-service.ts';
import {
  type DialectReply,
  type DialectRequest,
  type RunningServer,
  startDialectServer,
} from './start-dialect-server.ts';

const STATE = {
  validating: 'JOB_STATE_VALIDATING',
  queued: 'JOB_STATE_PENDING',
  running: 'JOB_STATE_RUNNING',
  paused: 'JOB_STATE_PAUSED',
  succeeded: 'JOB_STATE_COMPLETED',
  failed: 'JOB_STATE_FAILED',
  cancelled: 'JOB_STATE_CANCELLED',
} as const;

/** Fireworks' data sets and supervised jobs over a scripted service, two jobs a page. */
export async function startFireworksService(
  account: string,
): Promise<RunningServer & { readonly service: ScriptedService }> {
  const service = createScriptedService();
  const records = new Set<string>();
  const prefix = `/v1/accounts/${account}/`;
  const answer = async (request: DialectRequest): Promise<DialectReply> => {
    const { method, query } = request;
    if (!request.path.startsWith(prefix)) return refusal(404, 'There is no such account.');
    const [resource = '', name = ''] = request.path.slice(prefix.length).split('/');
    const [id = '', verb = ''] = name.split(':');
    switch (`${method} ${resource}${id && '/:id'}${verb && `:${verb}`}`) {
      case 'POST datasets': {
        const datasetId = String(request.json().datasetId);
        if (records.has(datasetId)) return refusal(409, 'It is there already.');
        records.add(datasetId);
        return { body: { name: `accounts/${account}/datasets/${datasetId}`, state: 'UPLOADING' } };
      }
      case 'GET datasets/:id':
        if (!records.has(id)) return refusal(404, 'There is no such data set.');
        return { body: { name: id, state: service.files.some((file) => file.id === id) ? 'READY' : 'UPLOADING' } };
      case 'POST datasets/:id:upload': {
        const file = (await request.form()).get('file');
        if (!(file instanceof Blob) || !records.has(id)) return refusal(404, 'There is no such data set.');
        service.addFile(id, file.size, id);
        return { body: {} };
      }
      case 'POST supervisedFineTuningJobs': {
        const jobId = query.get('supervisedFineTuningJobId') ?? 'none';
        if (service.find(jobId)) return refusal(409, 'It is there already.');
        return { body: jobOf(service.addJob(request.json() as JsonObject, jobId), account) };
      }
      case 'GET supervisedFineTuningJobs': {
        const from = Number(query.get('pageToken') ?? 0);
        const jobs = service.jobs.slice(from, from + 2).map((job) => jobOf(job, account));
        const hasMore = from + 2 < service.jobs.length;
        return { body: { supervisedFineTuningJobs: jobs, nextPageToken: hasMore ? String(from + 2) : '' } };
      }
    }
    const job = service.find(id);
    if (!job) return refusal(404, `There is no ${request.path}.`);
    if (verb === 'cancel') {
      if (job.finishedAt !== null) return refusal(400, 'The job has ended.');
      service.cancel(job);
      return { body: {} };
    }
    return { body: jobOf(job, account) };
  };
  return { ...(await startDialectServer(answer)), service };
}

function refusal(status: number, message: string): DialectReply {
  return { status, body: { code: status, message, details: [] } };
}

function jobOf({ id, createdAt, updatedAt, finishedAt, body, state }: ScriptedJob, account: string) {
  const timeOf = (seconds: number | null) => (seconds === null ? undefined : new Date(seconds * 1000).toISOString());
  return {
    ...body,
    name: `accounts/${account}/supervisedFineTuningJobs/${id}`,
    state: STATE[state],
    createTime: timeOf(createdAt),
    updateTime: timeOf(updatedAt),
    completedTime: timeOf(finishedAt),
    outputModel: `accounts/${account}/models/${id}`,
    status: state === 'failed' ? { code: 'INVALID_ARGUMENT', message: 'The data set is unfit.' } : { code: 'OK' },
  };
}
