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
export async function listLaunched(
  settings: Omit<EndpointSettings, 'to'>,
  environment: Environment,
): Promise<KnownJob[]> {
  const launches = await readLaunches(resolve(LAUNCHES_FILE));
  return Promise.all(launches.reverse().map((launch) => look(launch, settings, environment)));
}

async function look(
  launch: Launch,
  settings: Omit<EndpointSettings, 'to'>,
  environment: Environment,
): Promise<KnownJob> {
  try {
    const { account = settings.account, baseUrl } = launch;
    const own = { account: account ?? undefined, baseUrl: baseUrl ?? settings.baseUrl };
    const endpoint = openTuningEndpoint({ ...settings, ...own, to: launch.endpoint }, environment);
    const job = await endpoint.job(launch.jobId, environment.signal ? { signal: environment.signal } : {});
    return { launch, job, problem: null };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    return { launch, job: null, problem: error.message };
  }
}
