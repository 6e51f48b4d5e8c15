import { type EndpointCapability, type EndpointCheck, ImaginariumError } from '@imaginarium/contracts';
import { endpointMatrix, refuseClosed } from '@imaginarium/training';
import type { Environment } from '../environment.ts';
import { openTuningEndpoint } from './open-tuning-endpoint.ts';

export interface EndpointRow {
  readonly capability: EndpointCapability;
  /** Null when it was not asked. */
  readonly check: EndpointCheck | null;
}

/** The matrix as it stands today; live, each endpoint is asked at no cost whether it would take a job. What cannot be asked is said. */
export async function checkEndpoints(
  { isLive, account }: { readonly isLive: boolean; readonly account?: string | undefined },
  environment: Environment,
): Promise<EndpointRow[]> {
  const now = environment.clock.now();
  const matrix = endpointMatrix().map((row) => (refuseClosed(row, now) ? { ...row, state: 'closed' as const } : row));
  if (!isLive) return matrix.map((capability) => ({ capability, check: null }));
  return Promise.all(
    matrix.map(async (capability) => ({ capability, check: await look(capability, account, environment) })),
  );
}

async function look(
  { endpoint }: EndpointCapability,
  account: string | undefined,
  environment: Environment,
): Promise<EndpointCheck | null> {
  if (endpoint === 'export') return null;
  try {
    const { signal } = environment;
    return await openTuningEndpoint({ to: endpoint, account }, environment).check(signal ? { signal } : {});
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    return { state: error.code === 'permission/closed' ? 'closed' : 'unknown', message: error.message };
  }
}
