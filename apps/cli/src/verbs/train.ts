import { endpointNameSchema, ImaginariumError, type TuningJob, tuningMethodSchema } from '@imaginarium/contracts';
import {
  type EndpointSettings,
  exportTraining,
  followJob,
  type LaunchRequest,
  launchTraining,
  openTuningEndpoint,
  planLaunch,
  uploadRecords,
} from '@imaginarium/pipeline/train';
import type { CommandContext, Invocation } from '../command-context.ts';
import { renderJob, renderJobEvent, renderLaunchEvent, renderLaunchPlan } from '../rendering/job.ts';
import { wholeNumber } from '../whole-number.ts';

export interface EndpointFlags {
  readonly to?: string;
  readonly baseUrl?: string;
  readonly key?: string;
  readonly account?: string;
  readonly hardware?: string;
  readonly hours?: string;
}

export interface TrainFlags extends EndpointFlags {
  readonly model?: string;
  readonly method?: string;
  readonly validation?: string;
  readonly suffix?: string;
  readonly label?: string;
  readonly seed?: string;
  readonly epochs?: string;
  readonly batchSize?: string;
  readonly learningRate?: string;
  readonly beta?: string;
  readonly loraRank?: string;
  readonly price?: string;
  readonly tool?: string;
  readonly output?: string;
  readonly follow?: boolean;
  readonly dryRun?: boolean;
}

/** `imaginarium train DATA --to ENDPOINT --model BASE` */
export async function trainCommand({ args, options, context }: Invocation<TrainFlags>): Promise<void> {
  const request = launchRequest(args[0] ?? '', options);
  if (request.to === 'export') {
    const written = await exportTraining({
      ...request,
      tool: options.tool ?? 'trl',
      folder: options.output ?? 'export',
    });
    if (context.isJson) context.answer(written);
    else
      context.print(
        `${written.files.map((file) => `  ${file}`).join('\n')}\n\nnext\n  cd ${written.folder}\n  ${written.command}`,
      );
    return;
  }
  if (options.dryRun) {
    const plan = await planLaunch(request, context);
    if (context.isJson) context.answer(plan);
    else context.print(renderLaunchPlan(plan));
    return;
  }
  const { job: launched } = await launchTraining(request, context, (event) => {
    const line = renderLaunchEvent(event, context);
    if (line !== '') context.say(line);
  });
  context.say(`job ${launched.id} at ${launched.endpoint}: ${launched.stateAs}`);
  await showJob(launched.id, request, { context, follows: options.follow ?? false });
}

/** `imaginarium upload DATA --to ENDPOINT` */
export async function uploadCommand({ args, options, context }: Invocation<TrainFlags>): Promise<void> {
  const { data, validation, method } = { ...options, data: args[0] ?? '', method: methodOf(options.method) };
  const uploads = await uploadRecords({ ...endpointSettings(options), data, validation, method }, context);
  if (context.isJson) context.answer(uploads);
  else context.print(uploads.map(({ id, file }) => `${id}  ${file.path}  ${file.rows} records`).join('\n'));
}

/** Shows a job as it stands, or waits for its end; one that fails or is cancelled meanwhile is an error. */
export async function showJob(
  id: string,
  settings: EndpointSettings,
  { context, follows }: { readonly context: CommandContext; readonly follows: boolean },
): Promise<void> {
  const endpoint = openTuningEndpoint(settings, context);
  const outcome = follows
    ? await followJob(endpoint, id, context, (event) => context.say(renderJobEvent(event)))
    : { job: await endpoint.job(id, { signal: context.signal }), checkpoints: [] };
  const { state, failure } = outcome.job;
  const isLost = follows && (state === 'failed' || state === 'cancelled');
  if (!context.isJson) context.print(renderJob(outcome.job, outcome.checkpoints));
  // With --json the error is the one document.
  else if (!isLost) context.answer(outcome);
  if (isLost)
    throw new ImaginariumError({
      code: `endpoint/job-${state}`,
      message: state === 'failed' ? `The job ${id} failed: ${whyOf(failure)}` : `The job ${id} was cancelled.`,
      hint: 'To train the same again, give the launch another --label.',
    });
}

function whyOf(failure: TuningJob['failure']): string {
  return failure ? `${failure.code}: ${failure.message}` : 'the endpoint does not say why.';
}

export function endpointSettings(flags: EndpointFlags): EndpointSettings {
  const to = endpointNameSchema.safeParse(flags.to);
  if (!to.success)
    throw new ImaginariumError({
      code: 'usage/endpoint',
      message: flags.to === undefined ? 'Where to is not said.' : `There is no endpoint "${flags.to}".`,
      hint: `--to ${endpointNameSchema.options.join(' | ')}; imaginarium endpoints says what each can do.`,
    });
  const { baseUrl, key, account, hardware } = flags;
  return { to: to.data, baseUrl, key, account, hardware, hours: wholeNumber('--hours', flags.hours, { least: 1 }) };
}

function launchRequest(data: string, flags: TrainFlags): LaunchRequest {
  if (flags.model === undefined)
    throw new ImaginariumError({
      code: 'usage/model',
      message: 'The base model is not said.',
      hint: 'For example --model mistralai/Mistral-7B-Instruct-v0.3, or the checkpoint of an earlier job.',
    });
  const { validation, suffix, label, model } = flags;
  const given = {
    epochs: wholeNumber('--epochs', flags.epochs, { least: 1 }),
    batchSize: wholeNumber('--batch-size', flags.batchSize, { least: 1 }),
    learningRateMultiplier: positive('--learning-rate', flags.learningRate),
    beta: positive('--beta', flags.beta),
    loraRank: wholeNumber('--lora-rank', flags.loraRank, { least: 0 }),
  };
  const hyperparameters = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const seed = wholeNumber('--seed', flags.seed, { least: 0 }) ?? 1;
  const method = methodOf(flags.method);
  const price = positive('--price', flags.price);
  return { ...endpointSettings(flags), price, data, validation, model, method, seed, suffix, label, hyperparameters };
}

function methodOf(text: string | undefined): LaunchRequest['method'] {
  const method = tuningMethodSchema.safeParse(text ?? 'sft');
  if (method.success) return method.data;
  throw new ImaginariumError({ code: 'usage/method', message: `--method takes sft or dpo, not "${text}".` });
}

function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new ImaginariumError({ code: 'usage/number', message: `${flag} takes a number above 0, not "${text}".` });
}
