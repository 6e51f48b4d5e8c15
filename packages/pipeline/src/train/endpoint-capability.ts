import {
  type EndpointCapability,
  type EndpointName,
  ImaginariumError,
  type TuningEndpoint,
  type TuningMethod,
} from '@imaginarium/contracts';
import { endpointMatrix, refuseClosed } from '@imaginarium/training';
import type { Environment } from '../environment.ts';

/** The row of the matrix. */
export function capabilityOf(name: EndpointName): EndpointCapability {
  const capability = endpointMatrix().find(({ endpoint }) => endpoint === name);
  if (capability) return capability;
  throw new ImaginariumError({ code: 'usage/endpoint', message: `There is no endpoint "${name}".` });
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

/** A service that is known to take no new jobs is refused before anything is sent. */
export function refuseIfClosed(capability: EndpointCapability, { clock }: Environment): void {
  const problem = refuseClosed(capability, clock.now());
  if (problem) throw closedError(capability, problem.message);
}

/** A service that is closing is asked, at no cost, whether it takes jobs from this account, before records are sent to it. */
export async function refuseIfAccountClosed(
  capability: EndpointCapability,
  endpoint: TuningEndpoint,
  { signal }: Environment,
): Promise<void> {
  if (capability.state !== 'closing') return;
  const { state, message } = await endpoint.check(signal ? { signal } : {});
  if (state === 'closed') throw closedError(capability, message);
}

/** What an endpoint says when it is closed, with the nearest that is open; any other error as it is. */
export function withAlternative(error: unknown, capability: EndpointCapability): unknown {
  const isClosed = error instanceof ImaginariumError && error.code === 'permission/closed';
  return isClosed ? closedError(capability, error.message, error) : error;
}

function closedError({ endpoint, instead }: EndpointCapability, message: string, cause?: unknown): ImaginariumError {
  const other = instead ?? (endpoint === 'huggingface' ? 'local' : 'huggingface');
  const hint = `The nearest open endpoint: --to ${other} takes the same data set. imaginarium endpoints has all.`;
  return new ImaginariumError({ code: 'permission/closed', message, hint, cause });
}
