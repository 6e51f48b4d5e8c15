import { resolve } from 'node:path';
import {
  type CostEstimate,
  type EndpointName,
  type Hyperparameters,
  hashOf,
  ImaginariumError,
  type RecordFile,
  type TuningEndpoint,
  type TuningJob,
  type TuningMethod,
  type TuningRequest,
  tuningRequestSchema,
} from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import {
  capabilityOf,
  refuseIfAccountClosed,
  refuseIfClosed,
  targetOf,
  withAlternative,
} from './endpoint-capability.ts';
import { findRecordFiles } from './find-record-files.ts';
import { LAUNCHES_FILE, noteLaunch } from './local-launches.ts';
import { type EndpointSettings, openTuningEndpoint } from './open-tuning-endpoint.ts';
import { waitForTurn } from './wait-for-turn.ts';

export interface LaunchRequest extends EndpointSettings {
  /** A run folder, a folder of records, or a training file. */
  readonly data: string;
  readonly validation?: string | undefined;
  readonly model: string;
  readonly method: TuningMethod;
  readonly seed: number;
  readonly suffix?: string | undefined;
  readonly hyperparameters: Hyperparameters;
  /** Tells a further job of the same from a repeated launch. @default '' */
  readonly label?: string | undefined;
}

export interface LaunchPlan {
  readonly endpoint: EndpointName;
  readonly model: string;
  readonly method: TuningMethod;
  readonly runKey: string;
  readonly files: readonly RecordFile[];
  readonly estimate: CostEstimate;
}

export type LaunchEvent =
  /** Told before anything is sent. */
  | { readonly kind: 'planned'; readonly plan: LaunchPlan }
  /** Another process launches from this folder; `message` names it. */
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'uploading'; readonly file: RecordFile; readonly sent: number; readonly total: number }
  | { readonly kind: 'uploaded'; readonly file: RecordFile; readonly id: string };

type Prepared = Omit<TuningRequest, 'training' | 'validation'>;

/**
 * What a launch would do and cost; asks the endpoint for prices at most.
 *
 * @throws ImaginariumError `permission/closed` with the nearest open alternative, `input/…` for files and settings that the
 * endpoint would refuse
 */
export async function planLaunch(request: LaunchRequest, environment: Environment): Promise<LaunchPlan> {
  const { plan } = await prepare(request, environment);
  return plan;
}

/**
 * Uploads what is not there yet and launches one job, however often it is repeated: the run key follows from data, model,
 * settings and label, and the endpoint is asked for a job of that key first. Launches from one folder go one after the other,
 * so that two at the same moment are one job too.
 *
 * @throws ImaginariumError
 */
export async function launchTraining(
  request: LaunchRequest,
  environment: Environment,
  onEvent: (event: LaunchEvent) => void = () => {},
): Promise<{ readonly plan: LaunchPlan; readonly job: TuningJob }> {
  const { plan, prepared, endpoint } = await prepare(request, environment);
  onEvent({ kind: 'planned', plan });
  const capability = capabilityOf(request.to);
  if (request.baseUrl === undefined) await refuseIfAccountClosed(capability, endpoint, environment);
  const lock = await waitForTurn(environment, (message) => onEvent({ kind: 'waiting', message }));
  try {
    const job = await uploadAndLaunch(endpoint, plan, prepared, environment, onEvent);
    await noteLaunch(resolve(LAUNCHES_FILE), {
      endpoint: endpoint.name,
      baseUrl: request.baseUrl ?? null,
      account: request.account ?? null,
      key: request.key ?? null,
      runKey: prepared.runKey,
      jobId: job.id,
      model: request.model,
      data: request.data,
      at: environment.clock.now(),
    });
    return { plan, job };
  } catch (error) {
    throw withAlternative(error, capability);
  } finally {
    await lock.release();
  }
}

async function uploadAndLaunch(
  endpoint: TuningEndpoint,
  { files }: LaunchPlan,
  prepared: Prepared,
  { signal }: Environment,
  onEvent: (event: LaunchEvent) => void,
): Promise<TuningJob> {
  const call = signal ? { signal } : {};
  const uploaded = [];
  for (const file of files) {
    const onProgress = (sent: number, total: number) => onEvent({ kind: 'uploading', file, sent, total });
    const upload = await endpoint.upload(file, { ...call, onProgress });
    onEvent({ kind: 'uploaded', file, id: upload.id });
    uploaded.push(upload);
  }
  const [training, validation = null] = uploaded;
  if (training === undefined) throw new Error('a plan has a training file');
  return endpoint.launch({ ...prepared, training, validation }, call);
}

async function prepare(
  request: LaunchRequest,
  environment: Environment,
): Promise<{ readonly plan: LaunchPlan; readonly prepared: Prepared; readonly endpoint: TuningEndpoint }> {
  const { to, method, seed, suffix, hyperparameters } = request;
  const model = modelAsNamed(request.model);
  refuseSettings(request);
  const capability = capabilityOf(to);
  if (request.baseUrl === undefined) refuseIfClosed(capability, environment);
  const files = await findRecordFiles({
    location: request.data,
    validation: request.validation,
    target: targetOf(capability, method),
    method,
  });
  if (files.length === 0) throw noRecords(request.data);
  const endpoint = openTuningEndpoint(request, environment);
  const decisive = { to, model, method, seed, suffix, hyperparameters, label: request.label ?? '' };
  const prepared: Prepared = {
    runKey: `im-${hashOf({ ...decisive, data: files.map(({ split, sha256 }) => [split, sha256]) }).slice(0, 24)}`,
    model,
    method,
    seed,
    hyperparameters,
    ...(suffix === undefined ? {} : { suffix }),
  };
  const problems = await endpoint.refuse(prepared, files);
  if (problems.length > 0)
    throw new ImaginariumError({
      code: 'input/refused-request',
      message: problems.map(({ message }) => message).join('\n'),
      hint: problems.flatMap(({ hint }) => hint ?? []).join(' ') || `imaginarium endpoints says what ${to} takes.`,
    });
  const estimate = await endpoint.estimate(prepared, files, environment.signal ? { signal: environment.signal } : {});
  return { plan: { endpoint: to, model, method, runKey: prepared.runKey, files, estimate }, prepared, endpoint };
}

const settingsSchema = tuningRequestSchema.pick({ suffix: true, seed: true, hyperparameters: true });

/** Settings that no endpoint takes. @throws ImaginariumError `usage/setting` */
function refuseSettings(request: LaunchRequest): void {
  const { error } = settingsSchema.safeParse(request);
  if (!error) return;
  const message = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  throw new ImaginariumError({
    code: 'usage/setting',
    message,
    hint: 'A suffix has 1 to 40 letters, digits and hyphens; epochs go to 50, a batch to 256, beta to 2.',
  });
}

/** The endpoint's own name of a model, also where a job's checkpoint is given as `evaluate` takes it: `openai:NAME@URL`, `huggingface:NAME`. */
export function modelAsNamed(model: string): string {
  return model.replace(/^(openai|huggingface):/, '').replace(/@https?:\/\/\S+$/, '');
}

function noRecords(data: string): ImaginariumError {
  return new ImaginariumError({ code: 'input/records', message: `${data} holds no record to train on.` });
}
