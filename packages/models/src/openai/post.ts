import type { Deadline } from '../chat-completion/deadline.ts';
import type { HeaderLookup } from '../errors/retry-after.ts';

/** A whole reply, whatever its status. */
export interface PostReply {
  readonly status: number;
  readonly header: HeaderLookup;
  readonly text: string;
}

/** Where an adapter posts its bodies, and with which headers (names in lower case). */
export interface PostTarget {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Posts a text and reads the reply to its end. Rejects with a BrokenBody when the reply breaks off, with what the transport threw when there
 * is none, and at once when the deadline is over.
 */
export type Post = (body: string, deadline: Deadline) => Promise<PostReply>;

/** A reply whose status came and whose body did not come to its end. */
export class BrokenBody extends Error {}

/** Over a fetch that was given. */
export function createFetchPost(fetch: typeof globalThis.fetch, { url, headers }: PostTarget): Post {
  return async (body, { signal }) => {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const text = await response.text().catch((cause: unknown) => {
      throw new BrokenBody(String(cause), { cause });
    });
    return { status: response.status, header: (name) => response.headers.get(name), text };
  };
}
