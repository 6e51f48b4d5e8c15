import { Agent, request } from 'undici';

/** What one turn took. */
export interface Spent {
  readonly seconds: number;
  /** Processor time, all threads of the process. */
  readonly cpuMs: number;
}

/** What the peer is to send: as many requests as ours were, with bodies of theirs. */
export interface PeerTurn {
  readonly url: string;
  readonly requests: number;
  readonly bodies: readonly string[];
  /** Calls under way at once. */
  readonly slots: number;
}

export async function spentBy(work: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpuMs: (user + system) / 1000 };
}

async function callBare({ url, requests, bodies, slots }: PeerTurn): Promise<Spent> {
  const dispatcher = new Agent({ connections: 1024 });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer none' };
  let sent = 0;
  const work = async () => {
    while (sent < requests) {
      const body = bodies[sent++ % bodies.length] ?? '';
      const reply = await request(url, { dispatcher, method: 'POST', headers, body });
      JSON.parse(await reply.body.text());
    }
  };
  const spent = await spentBy(() => Promise.all(Array.from({ length: slots }, work)));
  await dispatcher.close();
  return spent;
}

/** Run as a child process, with no code but its own to make it slower: bare undici, which takes a turn whenever it is told to. */
if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.on('message', async (turn: PeerTurn) => process.send?.(await callBare(turn)));
  process.on('disconnect', () => process.exit());
}
