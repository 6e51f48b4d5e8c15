import { ImaginariumError, type JournalEntry, onAbort } from '@imaginarium/contracts';
import { abortedError, throwIfAborted } from '../errors/endpoint-error.ts';

/** An amount of what a budget counts. */
export interface Spending {
  /** US dollars. */
  readonly dollars: number;
  readonly calls: number;
  readonly tokens: number;
}

/** Caps; one that is absent does not bind. */
export type BudgetCaps = { readonly [Kind in keyof Spending]?: number | undefined };

/** Money that is set aside for a call under way. Settled exactly once. */
export interface Reservation {
  settle(spent: Spending): void;
}

export interface Budget {
  readonly caps: BudgetCaps;
  /** Spent and set aside so far. */
  state(): { readonly spent: Spending; readonly reserved: Spending };
  /**
   * Sets the most that a call can cost aside. Waits while calls under way may still give back enough.
   *
   * @throws ImaginariumError `budget/reached` · `interrupted/aborted`
   */
  reserve(most: Spending, signal?: AbortSignal): Promise<Reservation>;
}

const NOTHING: Spending = { dollars: 0, calls: 0, tokens: 0 };

/**
 * One budget for all models that share it. Spent plus set aside never exceeds a cap, however many calls run at once.
 *
 * @param entries what a run that is resumed has already spent; an unknown cost counts as no dollars
 */
export function createBudget(caps: BudgetCaps, entries: Iterable<JournalEntry> = []): Budget {
  let spent = spentBy(entries);
  // Summed anew each time: a running float would keep a remainder and block the last call for ever.
  const outstanding = new Set<Spending>();
  const reserved = () => sum(outstanding);
  let waiting: (() => void)[] = [];

  const kinds = kindsOf(caps);
  const exceeded = (needed: Spending) => kinds.find((kind) => needed[kind] > (caps[kind] ?? 0));
  return {
    caps,
    state: () => ({ spent, reserved: reserved() }),
    reserve: async (most, signal) => {
      for (;;) {
        throwIfAborted(signal);
        const kind = exceeded(add(spent, most));
        if (kind !== undefined) throw reachedError(kind, caps, spent, reserved(), most);
        if (exceeded(add(add(spent, reserved()), most)) === undefined) break;
        await untilSettled(waiting, signal);
      }
      const reservation = { ...most };
      outstanding.add(reservation);
      return {
        settle: (real) => {
          outstanding.delete(reservation);
          spent = add(spent, real);
          const woken = waiting;
          waiting = [];
          for (const wake of woken) wake();
        },
      };
    },
  };
}

function spentBy(entries: Iterable<JournalEntry>): Spending {
  let spent = NOTHING;
  for (const entry of entries) {
    if (entry.kind !== 'model') continue;
    const { inputTokens, outputTokens } = entry.reply.usage;
    spent = add(spent, { dollars: entry.cost ?? 0, calls: 1, tokens: inputTokens + outputTokens });
  }
  return spent;
}

function untilSettled(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(abortedError()));
    waiting.push(() => {
      forget();
      resolve();
    });
  });
}

function reachedError(
  kind: keyof Spending,
  caps: BudgetCaps,
  spent: Spending,
  reserved: Spending,
  most: Spending,
): ImaginariumError {
  const say = (amount: number) => (kind === 'dollars' ? `$${amount.toFixed(4)}` : `${amount} ${kind}`);
  return new ImaginariumError({
    code: 'budget/reached',
    message: `The budget of ${say(caps[kind] ?? 0)} is reached: ${say(spent[kind])} spent, ${say(reserved[kind])} set aside for calls under way, and the next call may need ${say(most[kind])}.`,
    hint: 'Raise the budget and run again: what is paid is in the journal and is not paid again.',
  });
}

function kindsOf(caps: BudgetCaps): (keyof Spending)[] {
  return (['dollars', 'calls', 'tokens'] as const).filter((kind) => caps[kind] !== undefined);
}

/** Makes one object, however many calls are under way: this runs for each of them. */
function sum(all: Iterable<Spending>): Spending {
  let [dollars, calls, tokens] = [0, 0, 0];
  for (const each of all) {
    dollars += each.dollars;
    calls += each.calls;
    tokens += each.tokens;
  }
  return { dollars, calls, tokens };
}

function add(a: Spending, b: Spending): Spending {
  return { dollars: a.dollars + b.dollars, calls: a.calls + b.calls, tokens: a.tokens + b.tokens };
}
