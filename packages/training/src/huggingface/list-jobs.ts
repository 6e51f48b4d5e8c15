import { listJobs } from '@huggingface/hub';
import type { HubClient } from './hub-client.ts';
import type { ApiJob } from './hub-types.ts';
import { readJobCommand } from './job-command.ts';

/**
 * Training jobs of the namespace, newest first; with a label, those that carry it. The client of the Hub asks for one page and has no filter; the Hub has both (`label=key=value`,
 * `Link: …; rel="next"`), so they are added to its request.
 */
export async function listAllJobs(
  client: HubClient,
  options: {
    readonly label?: readonly [string, string];
    readonly limit?: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ApiJob[]> {
  const { label, limit = Number.POSITIVE_INFINITY, signal } = options;
  const jobs: ApiJob[] = [];
  let next: string | undefined;
  do {
    const page = next;
    next = undefined;
    const found = await client.repeat(
      (params) =>
        listJobs({
          ...params,
          namespace: client.namespace,
          fetch: async (input, init) => {
            const url = new URL(page ?? String(input));
            if (page === undefined && label) url.searchParams.append('label', label.join('='));
            const response = await params.fetch(url, init);
            next = nextPage(response.headers.get('link'), client.hubUrl);
            return response;
          },
        }),
      signal,
    );
    jobs.push(
      ...found.filter(({ labels, command }) =>
        label ? labels?.[label[0]] === label[1] : readJobCommand(command ?? []) !== undefined,
      ),
    );
  } while (next !== undefined && jobs.length < limit);
  return jobs.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt)).slice(0, limit);
}

/** Only to the Hub itself: the token goes with the request. */
function nextPage(link: string | null, hubUrl: string): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return url !== undefined && new URL(url, hubUrl).origin === new URL(hubUrl).origin
    ? new URL(url, hubUrl).href
    : undefined;
}
