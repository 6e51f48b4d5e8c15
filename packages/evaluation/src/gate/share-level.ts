/** Of the level; the paper's second round has one tool of 12 (15 items, 9 lost, none gained) that half would not leave a finding. */
const TOGETHER = 1 / 4;

/**
 * How the gate's level is shared out among `tools` old tools: a quarter is for all of them together, whose many items need less,
 * and whose correction so does not grow with the number of tools; the rest is for the single ones. One tool has all of it, being
 * all of them.
 */
export function shareLevel(level: number, tools: number): { readonly together: number; readonly each: number } {
  return tools < 2
    ? { together: 0, each: level }
    : { together: level * TOGETHER, each: (level * (1 - TOGETHER)) / tools };
}
