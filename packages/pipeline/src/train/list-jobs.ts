import { resolve } from 'node:path';
import { ImaginariumError, type TuningJob } from '@imaginarium/contracts';
import type { Environment } from '../environment.ts';
import { LAUNCHES_FILE, type Launch, readLaunches } from './local-launches.ts';
import { type EndpointSettings, openTuningEndpoint } from './open-tuning-endpoint.ts';

/** A job that was launched from here, as its endpoint tells it now. */
export interface KnownJob {
  readonly launch: Launch;
  /** Null when the endpoint could not be asked, which `problem` says. */
  readonly job: TuningJob | null;
  readonly problem: string | null;
}

/** All jobs of an endpoint, whoever launched them, newest first. */
export async function listJobs(settings: EndpointSettings, environment: Environment): Promise<readonly TuningJob[]> {
  return openTuningEndpoint(settings, environment).jobs(environment.signal ? { signal: environment.signal } : {});
}

/** The jobs launched from this folder, newest first, each as its endpoint tells it now. */
export async function listLaunched(environment: Environment): Promise<KnownJob[]> {
  const launches = await readLaunches(resolve(LAUNCHES_FILE));
  return Promise.all(launches.reverse().map((launch) => look(launch, environment)));
}

/**
 * Where a job that was launched from this folder is.
 *
 * @throws ImaginariumError `usage/endpoint` for one that was not
 */
export async function settingsOfJob(id: string): Promise<EndpointSettings> {
  const launch = (await readLaunches(resolve(LAUNCHES_FILE))).find(({ jobId }) => jobId === id);
  if (launch) return settingsOf(launch);
  throw new ImaginariumError({
    code: 'usage/endpoint',
    message: `No job ${id} was launched from this folder.`,
    hint: 'Say where it is: --to NAME.',
  });
}

/** Each job is asked with its own key: one that is given for all would go to endpoints that it is not for. */
function settingsOf({ endpoint, baseUrl, account, key }: Launch): EndpointSettings {
  return { to: endpoint, baseUrl: baseUrl ?? undefined, account: account ?? undefined, key: key ?? undefined };
}

async function look(launch: Launch, environment: Environment): Promise<KnownJob> {
  try {
    const endpoint = openTuningEndpoint(settingsOf(launch), environment);
    const job = await endpoint.job(launch.jobId, environment.signal ? { signal: environment.signal } : {});
    return { launch, job, problem: null };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    return { launch, job: null, problem: error.message };
  }
}
