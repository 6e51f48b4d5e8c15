import type { JsonObject } from '@imaginarium/contracts';
import { createScriptedService, type ScriptedJob, type ScriptedService } from './scripted-service.ts';
import {
  type DialectReply,
  type DialectRequest,
  type RunningServer,
  startDialectServer,
} from './start-dialect-server.ts';

const STATUS = {
  validating: 'pending',
  queued: 'queued',
  running: 'running',
  paused: 'queued',
  succeeded: 'completed',
  failed: 'error',
  cancelled: 'cancelled',
} as const;

/** Together's fine-tuning API over a scripted service; `tellsSuffix` false leaves the suffix out, as the full reply does, so that only the output's name has it. */
export async function startTogetherService({
  tellsSuffix = true,
}: {
  readonly tellsSuffix?: boolean;
} = {}): Promise<RunningServer & { readonly service: ScriptedService }> {
  const service = createScriptedService();
  const answer = async (request: DialectRequest): Promise<DialectReply> => {
    const [resource = '', id = '', verb = ''] = request.path.replace(/^\/v1\//, '').split('/');
    switch (`${request.method} ${resource}${id && (id === 'upload' ? '/upload' : '/:id')}`) {
      case 'GET files':
        return {
          body: {
            data: service.files.map(({ id, name, bytes }) => ({ id, filename: name, bytes, purpose: 'fine-tune' })),
          },
        };
      case 'POST files/upload': {
        const form = await request.form();
        const file = form.get('file');
        if (!(file instanceof Blob) || form.get('purpose') !== 'fine-tune') return refusal(400, 'There is no file.');
        const { id, name, bytes } = service.addFile(String(form.get('file_name')), file.size);
        return { body: { id, filename: name, bytes, object: 'file', purpose: 'fine-tune' } };
      }
      case 'POST fine-tunes':
        return { body: jobOf(service.addJob(request.json() as JsonObject), tellsSuffix) };
      case 'GET fine-tunes':
        return { body: { data: service.jobs.map((job) => jobOf(job, tellsSuffix)) } };
    }
    const job = service.find(id);
    if (!job) return refusal(404, `There is no ${request.path}.`);
    if (verb === 'events') return { body: { data: job.events.map(eventOf) } };
    if (verb === 'checkpoints')
      return {
        body: {
          data: job.checkpoints
            .map(({ step, at }) => ({
              step,
              created_at: timeOf(at),
              path: `s3://${job.id}/${step}`,
              checkpoint_type: 'Intermediate',
            }))
            .reverse(),
        },
      };
    if (verb === 'cancel') {
      if (job.finishedAt !== null) return refusal(400, 'The job has ended.');
      service.cancel(job);
    }
    return { body: jobOf(job, tellsSuffix) };
  };
  return { ...(await startDialectServer(answer)), service };
}

function refusal(status: number, message: string): DialectReply {
  return { status, body: { error: { message, type: 'invalid_request_error' } } };
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function jobOf({ id, createdAt, updatedAt, body, state }: ScriptedJob, tellsSuffix: boolean) {
  const { suffix, model, ...rest } = body;
  return {
    ...rest,
    id,
    model,
    ...(tellsSuffix && { suffix }),
    model_output_name: `scripted/${String(model)}-${String(suffix)}-0a1b2c3d`,
    created_at: timeOf(createdAt),
    updated_at: timeOf(updatedAt),
    status: STATUS[state],
    token_count: state === 'succeeded' ? 1234 : 0,
  };
}

function eventOf({ at, message, step, state }: ScriptedJob['events'][number]) {
  const type = state === 'failed' ? 'job_error' : 'training_start';
  return { object: 'fine-tune-event', created_at: timeOf(at), message, type, level: 'info', hash: '', step };
}
