import type { Agent, Dispatcher } from 'undici';
import type { Deadline } from '../chat-completion/deadline.ts';
import { BrokenBody, type Post, type PostReply, type PostTarget } from './post.ts';

let loading: Promise<Agent> | undefined;

/** Posts over undici's `dispatch`, with no stream and no Response between: all adapters share its connections. Follows no redirect. */
export async function createUndiciPost({ url, headers }: PostTarget): Promise<Post> {
  loading ??= createAgent();
  const agent = await loading;
  const options = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'POST',
    headers: Object.entries(headers).flat(),
  };
  return (body, deadline) =>
    new Promise((resolve, reject) => {
      const exchange = new Exchange(resolve, reject, deadline);
      agent.dispatch({ ...options, body }, exchange);
    });
}

async function createAgent(): Promise<Agent> {
  const { Agent } = await import('undici');
  // The exchange has a deadline of its own: undici's are off.
  return new Agent({ connections: 1024, headersTimeout: 0, bodyTimeout: 0 });
}

/** One request and its reply. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (reply: PostReply) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #deadline: Deadline;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  #chunks: Buffer[] = [];

  constructor(resolve: (reply: PostReply) => void, reject: (reason: unknown) => void, deadline: Deadline) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#deadline = deadline;
    deadline.onOver(() => this.#leave());
  }

  #leave(): void {
    const reason = new Error('The exchange was left.');
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#deadline.isOver) this.#leave();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[]>): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#deadline.onOver(undefined);
    const headers = this.#headers;
    const header = (name: string) => headers[name]?.toString();
    this.#resolve({ status: this.#status, header, text: Buffer.concat(this.#chunks).toString('utf8') });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#deadline.onOver(undefined);
    this.#reject(this.#status === 0 ? error : new BrokenBody(error.message, { cause: error }));
  }
}
