import {
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  type Clock,
  hashOf,
  ImaginariumError,
  type Journal,
  type JournalEntry,
  type JsonObject,
  type Message,
  type ToolDefinition,
} from '@imaginarium/contracts';
import { costOf, type Price } from '../price.ts';

export interface JournalOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Undefined when unknown: the entry's cost is then null. */
  readonly price?: Price | undefined;
  /** What else determines the replies: the adapter's `parameters`. */
  readonly parameters?: JsonObject | undefined;
  /** The run's seed: another seed is another run, which pays for replies of its own. */
  readonly seed?: number | undefined;
  /** Told of every reply, paid now or replayed. */
  readonly onEntry?: (entry: JournalEntry, isReplay: boolean) => void;
}

/**
 * Writes each reply down when it arrives and answers the same request at the same place from what was written.
 * Requests that are under way are shared, so nothing is paid twice. The outermost layer: replays pass no limit and no
 * budget.
 */
export function withJournal(model: ChatModel, options: JournalOptions): ChatModel {
  const { journal, clock, price, onEntry } = options;
  const underWay = new Map<string, Promise<ChatReply>>();

  async function pay(request: ChatRequest, key: string, signal: AbortSignal | undefined): Promise<ChatReply> {
    try {
      const startedAt = clock.now();
      const reply = await model.complete(request, signal && { signal });
      const at = clock.now();
      const entry: JournalEntry = {
        kind: 'model',
        key,
        place: request.place,
        at,
        took: at - startedAt,
        purpose: request.purpose,
        model: model.id,
        reply,
        cost: costOf(reply.usage, price),
      };
      await journal.append(entry);
      onEntry?.(entry, false);
      return reply;
    } finally {
      underWay.delete(key);
    }
  }

  const complete: ChatModel['complete'] = async (request, call) => {
    const key = journalKey(model.id, request, options);
    const entry = journal.get(key);
    if (entry?.kind === 'model') {
      onEntry?.(entry, true);
      return entry.reply;
    }
    const shared = underWay.get(key);
    if (shared !== undefined) {
      try {
        return await shared;
      } catch (thrown) {
        // Another caller's interruption is not this one's.
        if (!isInterruption(thrown) || call?.signal?.aborted) throw thrown;
        return complete(request, call);
      }
    }
    const paid = pay(request, key, call?.signal);
    underWay.set(key, paid);
    return paid;
  };
  return { id: model.id, complete };
}

/** Hash of what determines a reply: the model with its parameters, the whole request and its place, the run's seed. */
export function journalKey(
  modelId: string,
  request: ChatRequest,
  { parameters, seed }: Pick<JournalOptions, 'parameters' | 'seed'> = {},
): string {
  const tools = request.tools?.map(hashOnce);
  const messages = request.messages.map(hashOnce);
  return hashOf({ model: modelId, request: { ...request, tools, messages }, parameters, seed });
}

const hashes = new WeakMap<ToolDefinition | Message, string>();

/** A tool goes with every call of its trials, a message with every later call of its episode: each is hashed once. */
function hashOnce(part: ToolDefinition | Message): string {
  let hash = hashes.get(part);
  if (hash === undefined) {
    hash = hashOf(part);
    hashes.set(part, hash);
  }
  return hash;
}

function isInterruption(thrown: unknown): boolean {
  return thrown instanceof ImaginariumError && thrown.category === 'interrupted';
}
