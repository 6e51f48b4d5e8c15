import type { JobEvent } from '@imaginarium/contracts';
import type OpenAI from 'openai';
import type { ReadReply } from '../endpoint/read-reply.ts';
import { itemsOf } from './items-of.ts';
import { ask } from './open-client.ts';
import { readEvent } from './read-job.ts';
import { type WireEvent, wireEventSchema } from './wire.ts';

/**
 * Events of a job in the order of their time. OpenAI lists them newest first: pages are read down to the first that is known; a server that lists
 * them oldest first is read to the end. A page boundary that moves while events come in gives the same event twice, so each id counts once.
 */
export async function listEvents(
  client: OpenAI,
  id: string,
  { isKnown, read, signal }: { isKnown: (id: string) => boolean; read: ReadReply; signal: AbortSignal | undefined },
): Promise<readonly JobEvent[]> {
  const found = new Map<string, WireEvent>();
  let page = await ask(() => client.fineTuning.jobs.listEvents(id, { limit: 100 }, { signal }));
  for (;;) {
    const events = itemsOf(page, wireEventSchema, read);
    for (const event of events) found.set(event.id, event);
    const isNewestFirst = (events[0]?.created_at ?? 0) > (events.at(-1)?.created_at ?? 0);
    if (!page.hasNextPage() || (isNewestFirst && events.some((event) => isKnown(event.id)))) break;
    page = await ask(() => page.getNextPage());
  }
  const listed = [...found.values()];
  // Events of one second keep the order of the list, turned round where it is newest first.
  if ((listed[0]?.created_at ?? 0) >= (listed.at(-1)?.created_at ?? 0)) listed.reverse();
  return listed.sort((a, b) => a.created_at - b.created_at).map(readEvent);
}
