import { createRandom, type Example } from '@imaginarium/contracts';

/**
 * Draws examples of an earlier training set to be trained on again (method §2, continual learning): `ratio` of each
 * tool's examples rounded up when `perTool` (a rare tool keeps at least one), else `ratio` of all. Only the train split is
 * drawn from. Equal seed and examples give the same draw, in the order of the examples. Holds the examples in memory.
 */
export async function sampleReplay(request: {
  readonly examples: Iterable<Example> | AsyncIterable<Example>;
  readonly ratio: number;
  readonly perTool: boolean;
  readonly seed: string | number;
}): Promise<Example[]> {
  const groups = new Map<string, Example[]>();
  const all: Example[] = [];
  for await (const example of request.examples) {
    if (example.split !== 'train') continue;
    const key = request.perTool ? (example.tool ?? '') : '';
    const group = groups.get(key) ?? [];
    if (group.length === 0) groups.set(key, group);
    group.push(example);
    all.push(example);
  }
  const random = createRandom(request.seed).fork('replay');
  const drawn = new Set<Example>();
  for (const [key, group] of groups) {
    const count = Math.min(group.length, Math.ceil(group.length * request.ratio));
    for (const example of random.fork(key).shuffle(group).slice(0, count)) drawn.add(example);
  }
  return all.filter((example) => drawn.has(example));
}
