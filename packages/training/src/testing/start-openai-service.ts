import { isJsonObject } from '@imaginarium/contracts';
import {
  createScriptedService,
  type ScriptedFile,
  type ScriptedJob,
  type ScriptedService,
} from './scripted-service.ts';
import {
  type DialectReply,
  type DialectRequest,
  type RunningServer,
  startDialectServer,
} from './start-dialect-server.ts';

const STATUS = {
  validating: 'validating_files',
  queued: 'queued',
  running: 'running',
  paused: 'paused',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

export interface OpenAIServiceOptions {
  /** Items of a page at most, to have several pages. @default 100 */
  readonly pageSize?: number;
  /** Whether a list of jobs honours `metadata[…]`, leaves it alone or refuses it. @default 'filter' */
  readonly metadataFilter?: 'filter' | 'ignore' | 'refuse';
  /** Whether metrics come as events or, base64-encoded, in the result file alone. @default 'events' */
  readonly metrics?: 'events' | 'file';
}

/** OpenAI's fine-tuning API (OpenAPI document: files, uploads, fine_tuning, models) over a scripted service, newest first as OpenAI lists. */
export async function startOpenAIService(
  options: OpenAIServiceOptions = {},
): Promise<RunningServer & { readonly service: ScriptedService; readonly parts: number[] }> {
  const { pageSize = 100, metadataFilter = 'filter', metrics = 'events' } = options;
  const service = createScriptedService();
  const uploads = new Map<string, { readonly name: string; readonly bytes: number; sent: number }>();
  const parts: number[] = [];
  const page = <T extends { readonly id: string }>(rows: readonly T[], query: URLSearchParams): DialectReply => {
    const from = query.has('after') ? rows.findIndex(({ id }) => id === query.get('after')) + 1 : 0;
    const data = rows.slice(from, from + Math.min(pageSize, Number(query.get('limit') ?? 20)));
    return { body: { object: 'list', data, has_more: from + data.length < rows.length } };
  };
  const answer = async (request: DialectRequest): Promise<DialectReply> => {
    const { method, query } = request;
    const [resource = '', id = '', verb = ''] = request.path.replace(/^\/v1\/(fine_tuning\/)?/, '').split('/');
    switch (`${method} ${resource}${id && '/:id'}${verb && `/${verb}`}`) {
      case 'GET models':
        return { body: { object: 'list', data: [{ id: 'base', object: 'model', created: 0, owned_by: 'scripted' }] } };
      case 'GET files':
        return page(service.files.map(fileOf).reverse(), query);
      case 'POST files': {
        const file = (await request.form()).get('file');
        if (!(file instanceof File)) return refusal(400, 'There is no file.');
        return { body: fileOf(service.addFile(file.name, file.size)) };
      }
      case 'GET files/:id/content':
        return {
          text: Buffer.from(resultFile(service.jobs.find((job) => id === `file-result-${job.id}`))).toString('base64'),
        };
      case 'POST uploads': {
        const { filename, bytes } = request.json();
        const upload = `upload_${uploads.size + 1}`;
        uploads.set(upload, { name: String(filename), bytes: Number(bytes), sent: 0 });
        return { body: { id: upload, object: 'upload', status: 'pending' } };
      }
      case 'POST uploads/:id/parts': {
        const data = (await request.form()).get('data');
        const upload = uploads.get(id);
        if (!(data instanceof Blob) || !upload) return refusal(404, 'There is no such upload.');
        upload.sent += data.size;
        return { body: { id: `part_${parts.push(data.size)}`, object: 'upload.part', upload_id: id, created_at: 0 } };
      }
      case 'POST uploads/:id/complete': {
        const upload = uploads.get(id);
        const ids = request.json().part_ids;
        const sent = Array.isArray(ids)
          ? ids.reduce((sum, part) => sum + (parts[Number(String(part).slice(5)) - 1] ?? 0), 0)
          : 0;
        if (!upload || sent !== upload.bytes) return refusal(400, 'The parts do not add up to the bytes.');
        return {
          body: { id, object: 'upload', status: 'completed', file: fileOf(service.addFile(upload.name, upload.bytes)) },
        };
      }
      case 'POST uploads/:id/cancel':
        return { body: { id, object: 'upload', status: 'cancelled' } };
      case 'POST jobs':
        return { body: jobOf(service.addJob(request.json() as ScriptedJob['body'])) };
      case 'GET jobs': {
        const wanted = [...query].filter(([name]) => name.startsWith('metadata['));
        if (metadataFilter === 'refuse' && wanted.length > 0) return refusal(400, 'Unknown parameter: metadata.');
        const kept = service.jobs
          .map(jobOf)
          .filter(
            ({ metadata }) =>
              metadataFilter !== 'filter' ||
              wanted.every(([name, value]) => isJsonObject(metadata) && metadata[name.slice(9, -1)] === value),
          );
        return page(kept.reverse(), query);
      }
    }
    const job = service.find(id);
    if (!job) return refusal(404, `There is no ${request.path}.`);
    if (verb === 'events') return page(job.events.map((event) => eventOf(event, metrics)).reverse(), query);
    if (verb === 'checkpoints') return page(job.checkpoints.map((each) => checkpointOf(each, job)).reverse(), query);
    if (verb === 'cancel') {
      if (job.finishedAt !== null) return refusal(400, 'The job has ended.');
      service.cancel(job);
    }
    return { body: jobOf(job) };
  };
  return { ...(await startDialectServer(answer)), service, parts };
}

function refusal(status: number, message: string): DialectReply {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code: null } } };
}

function fileOf({ id, name, bytes, createdAt }: ScriptedFile) {
  return {
    id,
    object: 'file',
    bytes,
    created_at: createdAt,
    filename: name,
    purpose: 'fine-tune',
    status: 'processed',
  };
}

function jobOf(job: ScriptedJob) {
  const { body, state } = job;
  return {
    id: job.id,
    object: 'fine_tuning.job',
    created_at: job.createdAt,
    finished_at: job.finishedAt,
    model: body.model,
    fine_tuned_model: state === 'succeeded' ? `ft:${String(body.model)}:scripted::${job.id}` : null,
    organization_id: 'org-scripted',
    result_files: state === 'succeeded' ? [`file-result-${job.id}`] : [],
    status: STATUS[state],
    training_file: body.training_file,
    validation_file: body.validation_file ?? null,
    trained_tokens: state === 'succeeded' ? 1234 : null,
    error: state === 'failed' ? { code: 'invalid_training_file', message: 'The file is unfit.', param: null } : {},
    hyperparameters: {},
    seed: body.seed,
    metadata: body.metadata ?? null,
    method: body.method,
  };
}

function eventOf({ id, at, message, step, loss }: ScriptedJob['events'][number], metrics: 'events' | 'file') {
  const event = { id, object: 'fine_tuning.job.event', created_at: at, level: 'info', message };
  if (loss === undefined || metrics === 'file') return { ...event, type: 'message' };
  return {
    ...event,
    type: 'metrics',
    data: { step, total_steps: 4, train_loss: loss, train_mean_token_accuracy: 0.5 },
  };
}

function checkpointOf({ id, step, loss, at }: ScriptedJob['checkpoints'][number], job: ScriptedJob) {
  return {
    id,
    object: 'fine_tuning.job.checkpoint',
    created_at: at,
    fine_tuning_job_id: job.id,
    fine_tuned_model_checkpoint: `ft:${String(job.body.model)}:scripted::${job.id}:ckpt-step-${step}`,
    step_number: step,
    metrics: { step, train_loss: loss },
  };
}

function resultFile(job: ScriptedJob | undefined): string {
  const rows = (job?.events ?? []).flatMap(({ step, loss }) => (loss === undefined ? [] : [`${step},${loss},0.5,,`]));
  return ['step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy', ...rows].join('\n');
}
