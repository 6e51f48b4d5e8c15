import { ImaginariumError, messageOf } from '@imaginarium/contracts';
import { z } from 'zod';
import type { Environment } from '../environment.ts';

type Wire = Pick<Environment, 'fetch' | 'variables' | 'signal'>;

interface HubDataset {
  /** `OWNER/NAME` */
  readonly dataset: string;
  readonly revision: string;
}

const DATA_FILE = /\.(?:jsonl|parquet)$/;
const MOST_PAGES = 20;
const MOST_REDIRECTS = 5;
const treeSchema = z.array(z.object({ type: z.string(), path: z.string() }));

/**
 * The file to read where none is named: the first, by path, of those whose path says `train`, or the only one.
 *
 * @throws ImaginariumError `input/no-data-file`, `input/which-file`; see `ask`
 */
export async function chooseHubFile(source: HubDataset, wire: Wire): Promise<string> {
  const files = (await listFiles(source, wire)).filter((path) => DATA_FILE.test(path)).sort();
  const training = files.find((path) => /(?:^|[^a-z])train/i.test(path));
  const [only] = files;
  const chosen = training ?? (files.length === 1 ? only : undefined);
  if (chosen !== undefined) return chosen;
  const name = `hub:${source.dataset}`;
  if (only === undefined)
    throw new ImaginariumError({
      code: 'input/no-data-file',
      message: `The data set ${source.dataset} has no .jsonl or .parquet file at ${source.revision}.`,
      hint: `The Hub keeps a Parquet copy of most data sets: ${name}@refs/convert/parquet`,
    });
  throw new ImaginariumError({
    code: 'input/which-file',
    message: `None of the ${files.length} data files of ${source.dataset} says that it is for training.`,
    hint: `Name one, for example ${name}/${only}`,
  });
}

/**
 * Begins to download a file of a data set. A token goes to the Hub alone, not to where it redirects.
 *
 * @throws ImaginariumError see `ask`
 */
export async function openHubFile(
  source: HubDataset & { readonly path: string },
  wire: Wire,
): Promise<{ readonly chunks: AsyncIterable<Uint8Array>; readonly commit: string | null }> {
  const { dataset, revision, path } = source;
  const url = `${endpointOf(wire)}/datasets/${dataset}/resolve/${encodeURIComponent(revision)}/${pathOf(path)}`;
  const { reply, commit } = await ask(url, dataset, wire);
  return { chunks: chunksOf(reply, url), commit };
}

async function listFiles({ dataset, revision }: HubDataset, wire: Wire): Promise<string[]> {
  const endpoint = endpointOf(wire);
  const files: string[] = [];
  let url: string | undefined =
    `${endpoint}/api/datasets/${dataset}/tree/${encodeURIComponent(revision)}?recursive=true`;
  for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
    const { reply } = await ask(url, dataset, wire);
    const tree = treeSchema.safeParse(await reply.json().catch(() => undefined)).data;
    if (tree === undefined)
      throw new ImaginariumError({ code: 'endpoint/broken-reply', message: `${url} gave no list of files.` });
    files.push(...tree.flatMap(({ type, path }) => (type === 'file' ? [path] : [])));
    const next = /<([^>]+)>;\s*rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    // The token is for this server alone.
    url = next?.startsWith(`${endpoint}/`) ? next : undefined;
  }
  return files;
}

/** `HF_ENDPOINT` names another hub, as it does for the Hub's own tools. @throws ImaginariumError `config/hub-endpoint` */
function endpointOf({ variables }: Wire): string {
  const endpoint = (variables.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  if (URL.canParse(endpoint)) return endpoint;
  throw new ImaginariumError({
    code: 'config/hub-endpoint',
    message: `HF_ENDPOINT is no address: ${endpoint}`,
    hint: 'Unset it, or give one such as https://huggingface.co',
  });
}

function pathOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Follows redirects itself: the Hub names the commit in its own answer, before it sends large files from elsewhere, and the token is for it
 * alone.
 *
 * @throws ImaginariumError `endpoint/unreachable`, `endpoint/too-many-redirects`; `secret/refused`, `secret/missing` and
 * `permission/refused`; `input/not-found`; `endpoint/rate-limited`, `endpoint/failed`
 */
async function ask(
  url: string,
  dataset: string,
  { fetch, variables, signal }: Wire,
): Promise<{ readonly reply: Response; readonly commit: string | null }> {
  const token = variables.HF_TOKEN;
  const hub = new URL(url).origin;
  let place = new URL(url);
  let commit: string | null = null;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    let reply: Response;
    try {
      reply = await fetch(place, {
        headers: token && place.origin === hub ? { authorization: `Bearer ${token}` } : {},
        redirect: 'manual',
        ...(signal ? { signal } : {}),
      });
    } catch (thrown) {
      signal?.throwIfAborted();
      throw broken(place, thrown);
    }
    commit ??= reply.headers.get('x-repo-commit');
    if (reply.ok) return { reply, commit };
    await reply.body?.cancel().catch(() => undefined);
    const location = reply.headers.get('location');
    if (reply.status < 300 || reply.status > 399 || location === null || !URL.canParse(location, place.href))
      throw errorOf(reply.status, url, dataset, Boolean(token));
    place = new URL(location, place);
  }
  throw new ImaginariumError({ code: 'endpoint/too-many-redirects', message: `${url} redirects without end.` });
}

function errorOf(status: number, url: string, dataset: string, hasToken: boolean): ImaginariumError {
  if (status === 401 || status === 403) {
    const message = `The Hub answered ${status} for ${url}: the data set ${dataset} is not there, private, or gated.`;
    if (!hasToken)
      return new ImaginariumError({ code: 'secret/missing', message, hint: 'Check its name, or set HF_TOKEN.' });
    const hint = 'Check its name; accept its conditions on its page; or use a token that may read it.';
    return new ImaginariumError({ code: status === 401 ? 'secret/refused' : 'permission/refused', message, hint });
  }
  if (status === 404)
    return new ImaginariumError({
      code: 'input/not-found',
      message: `There is no ${url} (the Hub answered 404).`,
      hint: 'Check data set, path and revision: hub:OWNER/NAME[/PATH][@REVISION]',
    });
  return new ImaginariumError({
    code: status === 429 ? 'endpoint/rate-limited' : 'endpoint/failed',
    message: `The Hub answered ${status} for ${url}.`,
    hint: 'Try again later, or give a file of your own by its path.',
    isRetryable: status === 429 || status >= 500,
  });
}

async function* chunksOf(reply: Response, url: string): AsyncGenerator<Uint8Array> {
  if (reply.body === null) return;
  try {
    for await (const chunk of reply.body) yield chunk;
  } catch (thrown) {
    throw thrown instanceof Error && thrown.name === 'AbortError' ? thrown : broken(url, thrown);
  }
}

/** A signed address is not repeated whole: what it is signed with would let others in. */
function broken(url: string | URL, thrown: unknown): ImaginariumError {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const { origin, pathname } = new URL(url);
  return new ImaginariumError({
    code: 'endpoint/unreachable',
    message: `${origin}${pathname} cannot be read: ${messageOf(cause)}.`,
    hint: 'Check the network and HF_ENDPOINT, or give a file of your own by its path.',
    cause: thrown,
    isRetryable: true,
  });
}
