import type { Prediction, TestItem } from '@imaginarium/contracts';

/**
 * Predictions in the order in which they were asked for, whatever came back first: a file of them does not depend on the
 * pace of answers. What comes early waits for what comes late.
 */
export async function* inOrder(
  predictions: AsyncIterable<Prediction>,
  items: readonly TestItem[],
  repetitions: number,
  skip: (itemId: string, repetition: number) => boolean,
): AsyncGenerator<Prediction> {
  const waiting = new Map<string, Prediction>();
  const keyOf = (id: string, repetition: number) => `${repetition} ${id}`;
  const order: string[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++)
    for (const { id } of items) if (!skip(id, repetition)) order.push(keyOf(id, repetition));
  let next = 0;
  for await (const prediction of predictions) {
    waiting.set(keyOf(prediction.item.id, prediction.repetition), prediction);
    for (;;) {
      const key = order[next];
      const ready = key === undefined ? undefined : waiting.get(key);
      if (key === undefined || ready === undefined) break;
      waiting.delete(key);
      next++;
      yield ready;
    }
  }
}
