import type { EndpointCapability, TuningProblem } from '@imaginarium/contracts';

const DAY_MS = 86_400_000;
const LAST_JOBS = /last day of new jobs/;

/**
 * Why an endpoint takes no job at this time (milliseconds since the epoch), with the nearest open alternative; null where it may take one. The day on which
 * new jobs end counts as open until its end in UTC; other sunsets are for the live check to judge.
 */
export function refuseClosed(capability: EndpointCapability, now: number): TuningProblem | null {
  const end = capability.sunsets.find(({ what }) => LAST_JOBS.test(what));
  const isOver = end !== undefined && now >= Date.parse(end.date) + DAY_MS;
  if (capability.state !== 'closed' && !isOver) return null;
  const since = end ? ` since the end of ${end.date}` : '';
  return {
    message: `${capability.title} takes no new jobs${since}.`,
    ...(capability.instead && {
      hint: `The nearest open endpoint: --to ${capability.instead} takes the same data set.`,
    }),
  };
}
