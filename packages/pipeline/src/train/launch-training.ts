import { resolve } from 'node:path';
import {
  type CostEstimate,
  type EndpointCapability,
  type EndpointName,
  type Hyperparameters,
  hashOf,
  ImaginariumError,
  type RecordFile,
  type TuningEndpoint,
  type TuningJob,
  type TuningMethod,
  type TuningRequest,
} from '@imaginarium/contracts';
import { endpointMatrix, refuseClosed } from '@imaginarium/training';
import type { Environment } from '../environment.ts';
import { findRecordFiles } from './find-record-files.ts';
import { LAUNCHES_FILE, noteLaunch } from './local-launches.ts';
import { type EndpointSettings, openTuningEndpoint } from './open-tuning-endpoint.ts';

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
 * settings and label, and the endpoint is asked for a job of that key first.
 *
 * @throws ImaginariumError
 */
export async function launchTraining(
  request: LaunchRequest,
  environment: Environment,
  onEvent: (event: LaunchEvent) => void = () => {},
): Promise<{ readonly plan: LaunchPlan; readonly job: TuningJob }> {
  const { plan, prepared, endpoint } = await prepare(request, environment);
  const { signal } = environment;
  const call = signal ? { signal } : {};
  const uploaded = [];
  for (const file of plan.files) {
    const onProgress = (sent: number, total: number) => onEvent({ kind: 'uploading', file, sent, total });
    const upload = await endpoint.upload(file, { ...call, onProgress });
    onEvent({ kind: 'uploaded', file, id: upload.id });
    uploaded.push(upload);
  }
  const [training, validation = null] = uploaded;
  if (training === undefined) throw noRecords(request.data);
  const job = await endpoint.launch({ ...prepared, training, validation }, call);
  await noteLaunch(resolve(LAUNCHES_FILE), {
    endpoint: endpoint.name,
    baseUrl: request.baseUrl ?? null,
    account: request.account ?? null,
    runKey: prepared.runKey,
    jobId: job.id,
    model: request.model,
    data: request.data,
    at: environment.clock.now(),
  });
  return { plan, job };
}

async function prepare(
  request: LaunchRequest,
  environment: Environment,
): Promise<{ readonly plan: LaunchPlan; readonly prepared: Prepared; readonly endpoint: TuningEndpoint }> {
  const { to, model, method, seed, suffix, hyperparameters } = request;
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

/** The row of the matrix. */
export function capabilityOf(name: EndpointName): EndpointCapability {
  const capability = endpointMatrix().find(({ endpoint }) => endpoint === name);
  if (capability) return capability;
  throw new ImaginariumError({ code: 'usage/endpoint', message: `There is no endpoint "${name}".` });
}

/** A service that takes no new jobs is refused before anything is sent. */
export function refuseIfClosed(capability: EndpointCapability, { clock }: Environment): void {
  const problem = refuseClosed(capability, clock.now());
  if (problem)
    throw new ImaginariumError({
      code: 'permission/closed',
      message: problem.message,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    });
}

/** The target whose records an endpoint takes. */
export function targetOf({ endpoint, targets }: EndpointCapability, method: TuningMethod): string {
  const target = method === 'dpo' ? targets.preference : targets.sft;
  if (target !== null) return target;
  throw new ImaginariumError({
    code: 'input/refused-request',
    message: `${endpoint} takes no preference data: ${method} is not possible there.`,
    hint: 'imaginarium endpoints says which endpoint takes what.',
  });
}

function noRecords(data: string): ImaginariumError {
  return new ImaginariumError({ code: 'input/records', message: `${data} holds no record to train on.` });
}
