import type { DataProblem, Prediction } from '@imaginarium/contracts';

/** Items whose gold no longer gives the comparison that a saved file has: one entry an item, whatever the predictions. */
export function createStaleGolds(): { add(prediction: Prediction): void; problems(): DataProblem[] } {
  const ids = new Set<string>();
  let count = 0;
  return {
    add({ item }) {
      ids.add(item.id);
      count++;
    },
    problems: () =>
      count === 0
        ? []
        : [
            {
              kind: 'stale-gold',
              count,
              names: [...ids],
              message: `The saved verdict of ${count} predictions is not what comparing with the gold gives: the gold of these ${ids.size} items was changed since. The \`ste\` profile counts the saved verdict, as the published figures do.`,
            },
          ],
  };
}
