/** Items that share a budget, in the order in which they are drawn. */
export interface Share<T> {
  readonly items: readonly T[];
  /** Part of the budget that it is to have, relative to the others'; not negative. */
  readonly weight: number;
}

interface Hand<T> extends Share<T> {
  readonly place: number;
  /** The item to be drawn next. */
  at: number;
  spent: number;
}

/**
 * Draws from each share by its weight, one item at a time, until nothing that is left fits into the budget. While the budget lasts every
 * share has an item, those of greater weight first. Then the next item goes to whoever has spent least for its weight
 * (Webster's method of apportionment), so what one cannot use falls to the others; with equal claims, to who comes first.
 * Shares without weight draw when the others have nothing left.
 */
export function drawShares<T extends { readonly cost: number }>(shares: readonly Share<T>[], budget: number): T[] {
  const hands = shares.map((share, place): Hand<T> => ({ ...share, place, at: 0, spent: 0 }));
  // Sorted, it is a heap; from then on only the first hand's claim changes.
  hands.sort((one, other) => other.weight - one.weight || one.place - other.place);
  const drawn: T[] = [];
  let left = budget;
  for (let [first] = hands; first !== undefined; [first] = hands) {
    const item = first.items[first.at];
    if (item === undefined) {
      const last = hands.pop();
      if (last !== undefined && last !== first) hands[0] = last;
    } else {
      first.at++;
      // What does not fit now never will: the budget only shrinks.
      if (item.cost <= left) {
        drawn.push(item);
        first.spent += item.cost;
        left -= item.cost;
      }
    }
    sink(hands);
  }
  return drawn;
}

/** Puts the first hand of a heap where its claim belongs. */
function sink<T extends { readonly cost: number }>(heap: Hand<T>[]): void {
  const hand = heap[0];
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    const isRight = right !== undefined && left !== undefined && isBefore(right, left);
    const next = isRight ? right : left;
    if (hand === undefined || next === undefined || !isBefore(next, hand)) return;
    heap[at] = next;
    at = 2 * at + (isRight ? 2 : 1);
    heap[at] = hand;
  }
}

function isBefore<T extends { readonly cost: number }>(hand: Hand<T>, other: Hand<T>): boolean {
  if (hand.spent === 0 || other.spent === 0) {
    if (hand.spent > 0 || other.spent > 0) return hand.spent === 0;
    return hand.weight === other.weight ? hand.place < other.place : hand.weight > other.weight;
  }
  const claim = hand.weight * (2 * other.spent + costOf(other));
  const otherClaim = other.weight * (2 * hand.spent + costOf(hand));
  if (claim !== otherClaim) return claim > otherClaim;
  return hand.spent === other.spent ? hand.place < other.place : hand.spent < other.spent;
}

function costOf<T extends { readonly cost: number }>({ items, at }: Hand<T>): number {
  return items[at]?.cost ?? 0;
}
