import { type EndpointCheck, ImaginariumError } from '@imaginarium/contracts';
import { type RetryOptions, retry } from '@imaginarium/models';
import type OpenAI from 'openai';
import { z } from 'zod';
import { LAST_DAY, takesNoJobs } from './last-day.ts';
import { ask } from './open-client.ts';
import type { EndpointAddress } from './read-job.ts';

const modelSchema = z.object({ id: z.string(), shutdown_date: z.union([z.string(), z.number()]).nullish() });

/**
 * Asks two lists, which cost nothing: models and jobs. OpenAI's own service takes new jobs only from organisations that have used a fine-tuned model lately
 * (since 2026-07-02) and from none after 2027-01-06, so there an organisation without a fine-tuned model is closed, and one with some may be open.
 */
export async function checkService(
  client: OpenAI,
  {
    server,
    isOwn,
    now,
    retries,
    signal,
  }: Pick<EndpointAddress, 'server' | 'isOwn'> & {
    readonly now: number;
    readonly retries: RetryOptions;
    readonly signal: AbortSignal | undefined;
  },
): Promise<EndpointCheck> {
  if (isOwn && takesNoJobs(now))
    return { state: 'closed', message: `OpenAI takes no new fine-tuning job from anyone after ${LAST_DAY}.` };
  try {
    const { data } = await retry(() => ask(() => client.models.list({ signal })), retries, signal);
    await retry(() => ask(() => client.fineTuning.jobs.list({ limit: 1 }, { signal })), retries, signal);
    const models = data.flatMap((model) => modelSchema.safeParse(model).data ?? []);
    const tuned = models.filter(({ id }) => id.startsWith('ft:'));
    if (!isOwn) return { state: 'open', message: `${server} answers, with ${models.length} models.${endsOf(models)}` };
    if (tuned.length === 0)
      return {
        state: 'closed',
        message: 'OpenAI takes new jobs only from organisations that use a fine-tuned model; this one has none.',
      };
    return {
      state: 'open',
      message: `The organisation has ${tuned.length} fine-tuned models: open if one was used lately, and until ${LAST_DAY}.${endsOf(models)}`,
    };
  } catch (error) {
    if (!(error instanceof ImaginariumError) || error.category === 'interrupted') throw error;
    const isClosed = error.code === 'permission/closed' || error.code === 'endpoint/not-found';
    return { state: isClosed ? 'closed' : 'unknown', message: error.message };
  }
}

/** Which models the service itself says will be shut down; empty where it says none. */
function endsOf(models: readonly z.infer<typeof modelSchema>[]): string {
  const ends = models.flatMap(({ id, shutdown_date: date }) => (date == null ? [] : [`${id} ${dayOf(date)}`]));
  return ends.length === 0 ? '' : ` Shut down: ${ends.slice(0, 8).join(', ')}${ends.length > 8 ? ', …' : ''}.`;
}

function dayOf(date: string | number): string {
  return typeof date === 'number' ? new Date(date * 1000).toISOString().slice(0, 10) : date;
}
