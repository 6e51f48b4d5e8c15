import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoundReport } from '@imaginarium/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { isReplayShown } from '../../../scripts/continual/compare-retention.ts';
import { renderContinual } from '../../../scripts/continual/render-continual.ts';
import { type BothOutcomes, runBoth } from '../../../scripts/continual/run-both.ts';

const SHIPPED = new URL('../../../configs/continual.yaml', import.meta.url);
const ROUNDS = 3;
const TOOLS_A_ROUND = 4;

let cwd: string;
let outcomes: BothOutcomes;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'imaginarium-continual-'));
  await writeFile(join(cwd, 'small.yaml'), await smallConfig());
  outcomes = await runBoth({ folder: 'projects', like: 'small.yaml', rounds: ROUNDS, cwd });
}, 240_000);
afterAll(() => rm(cwd, { recursive: true }));

/** What ships, with the first tools of its first batches and fewer trials: seconds instead of minutes. */
async function smallConfig(): Promise<string> {
  const document = parseDocument(await readFile(SHIPPED, 'utf8'));
  const { batches } = document.toJS() as { batches: string[][] };
  document.set(
    'batches',
    batches.slice(0, ROUNDS).map((names) => names.slice(0, TOOLS_A_ROUND)),
  );
  document.setIn(['exploration', 'episodes'], 6);
  document.setIn(['curation', 'split', 'test'], 6);
  document.setIn(['curation', 'paraphrase', 'target'], 60);
  return document.toString({ lineWidth: 0 });
}

/** The right calls of each tool after a round (from 1), as the report of the last round has them. */
function rightAfter(round: number, { matrices }: RoundReport): (number | undefined)[] {
  return matrices[0]?.tools.map(({ cells }) => cells[round - 1]?.count) ?? [];
}

describe('rounds over the toolbox with the embedded student', () => {
  it('leave old tools worse off without replay than with it, shown by an interval over tools', () => {
    const { difference } = outcomes.comparison;
    expect(difference.of).toBeGreaterThanOrEqual((ROUNDS - 1) * TOOLS_A_ROUND * 5);
    expect(difference.low).toBeGreaterThan(0);
    expect(isReplayShown(outcomes.comparison)).toBe(true);
  });

  it('are the same in both projects until there is something to replay', () => {
    const [without, having] = [outcomes.withoutReplay.report, outcomes.withReplay.report];
    expect(rightAfter(1, without)).toEqual(rightAfter(1, having));
    expect(without.mix.some(({ origin }) => origin === 'replay')).toBe(false);
    const replayed = having.mix.filter(({ origin }) => origin === 'replay');
    expect(replayed.map(({ round }) => round).sort()).toEqual([1, 2]);
  });

  it('are told in words that follow from the intervals', () => {
    const text = renderContinual(outcomes);
    expect(text).toMatch(/^Without replay the old tools (collapsed|did not collapse|held|cannot)/m);
    expect(text).toMatch(/^With replay the old tools (collapsed|did not collapse|held|cannot)/m);
    expect(text).toMatch(/^Replay is shown to keep old tools: \+\d+ \(\+\d+ to \+\d+\) points/m);
    for (const { isPractice } of [outcomes.withoutReplay.report, outcomes.withReplay.report])
      expect(isPractice).toBe(true);
  });
});
