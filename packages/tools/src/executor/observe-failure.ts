import { ImaginariumError, messageOf, type Observation, type ToolOutput } from '@imaginarium/contracts';

export type Failure = NonNullable<Observation['failure']>;

/** What a tool's answer failed of; undefined when it did not fail. */
export function failureOfOutput({ isError, status }: ToolOutput): Failure | undefined {
  if (!isError) return undefined;
  if (status === 408 || status === 504) return 'timeout';
  // A gateway without its server, and a server that is down for now (RFC 9110, 15.6.3 and 15.6.4).
  if (status === 502 || status === 503) return 'unreachable';
  return status === 429 ? 'rate-limited' : 'tool-error';
}

/** What a thrown error means to the model; runs go on, so everything has a meaning. */
export function failureOfThrown(thrown: unknown): { failure: Failure; content: string } {
  const content = messageOf(thrown) || 'the tool failed without saying why';
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return { failure: 'timeout', content };
  if (thrown instanceof ImaginariumError && thrown.code === 'permission/address-denied')
    return { failure: 'address-denied', content };
  if (thrown instanceof ImaginariumError && thrown.code === 'endpoint/unreachable')
    return { failure: 'unreachable', content };
  return { failure: 'tool-error', content };
}
