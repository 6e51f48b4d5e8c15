/** Items that share a budget, in the order in which they are drawn. */
export interface Share<T> {
  readonly items: readonly T[];
  /** Part of the budget that it is to have, relative to the others'; not negative. */
  readonly weight: number;
}

interface Hand<T> extends Share<T> {
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
  const hands: Hand<T>[] = shares.map((share) => ({ ...share, at: 0, spent: 0 }));
  const drawn: T[] = [];
  let left = budget;
  for (;;) {
    let next: { hand: Hand<T>; item: T } | undefined;
    for (const hand of hands) {
      const item = firstThatFits(hand, left);
      if (item !== undefined && (next === undefined || isBefore(hand, item, next.hand, next.item)))
        next = { hand, item };
    }
    if (next === undefined) return drawn;
    drawn.push(next.item);
    next.hand.at++;
    next.hand.spent += next.item.cost;
    left -= next.item.cost;
  }
}

/** What does not fit now never will: the budget only shrinks. */
function firstThatFits<T extends { readonly cost: number }>(hand: Hand<T>, left: number): T | undefined {
  for (; hand.at < hand.items.length; hand.at++) {
    const item = hand.items[hand.at];
    if (item !== undefined && item.cost <= left) return item;
  }
  return undefined;
}

function isBefore<T extends { readonly cost: number }>(hand: Hand<T>, item: T, other: Hand<T>, otherItem: T): boolean {
  if (hand.spent === 0 || other.spent === 0) return other.spent > 0 || (hand.spent === 0 && hand.weight > other.weight);
  const claim = hand.weight * (2 * other.spent + otherItem.cost);
  const otherClaim = other.weight * (2 * hand.spent + item.cost);
  return claim > otherClaim || (claim === otherClaim && hand.spent < other.spent);
}
