import { listJobs, listLaunched, openTuningEndpoint } from '@imaginarium/pipeline';
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
    const known = await listLaunched({ ...options, hours: undefined }, context);
    if (context.isJson) context.answer(known);
    else context.print(renderLaunched(known));
    return;
  }
  const settings = endpointSettings(options);
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
