import { ImaginariumError } from '@imaginarium/contracts';
import {
  type EndpointSettings,
  listJobs,
  listLaunched,
  openTuningEndpoint,
  settingsOfJob,
} from '@imaginarium/pipeline/train';
import type { Invocation } from '../command-context.ts';
import { renderJob, renderJobs, renderLaunched } from '../rendering/job.ts';
import { type EndpointFlags, endpointSettings, showJob } from './train.ts';

export interface JobsFlags extends EndpointFlags {
  readonly follow?: boolean;
  readonly cancel?: boolean;
}

/** `imaginarium jobs [ID]`: what endpoints say now, never what was remembered. */
export async function jobsCommand({ args, options, context }: Invocation<JobsFlags>): Promise<void> {
  const [id] = args;
  if (id === undefined && options.to === undefined) {
    refuseWithoutEndpoint(options);
    const known = await listLaunched(context);
    if (context.isJson) context.answer(known);
    else context.print(renderLaunched(known));
    return;
  }
  const settings = await settingsOf(id, options);
  if (id === undefined) {
    const jobs = await listJobs(settings, context);
    if (context.isJson) context.answer(jobs);
    else context.print(renderJobs(jobs));
    return;
  }
  if (!options.cancel) return showJob(id, settings, { context, follows: options.follow ?? false });
  const job = await openTuningEndpoint(settings, context).cancel(id, { signal: context.signal });
  if (context.isJson) context.answer({ job, checkpoints: [] });
  else context.print(renderJob(job, []));
}

/** A job that was launched from here needs no endpoint named. */
async function settingsOf(id: string | undefined, options: JobsFlags): Promise<EndpointSettings> {
  if (id === undefined || options.to !== undefined) return endpointSettings(options);
  refuseWithoutEndpoint(options);
  return settingsOfJob(id);
}

/** What is given for one endpoint must not reach another. */
function refuseWithoutEndpoint({ baseUrl, key, account }: JobsFlags): void {
  const [flag] = Object.entries({ '--base-url': baseUrl, '--key': key, '--account': account }).find(
    ([, value]) => value !== undefined,
  ) ?? [undefined];
  if (flag === undefined) return;
  throw new ImaginariumError({
    code: 'usage/endpoint',
    message: `${flag} is for one endpoint, and which one is not said.`,
    hint: 'Add --to NAME. Jobs launched from this folder are asked with the key and address of their launch.',
  });
}
