import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom, type RoundMetric } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { createRoundMatrix } from './create-round-matrix.ts';
import { batchesOf, readReference, scoreSaved } from './testing/saved-rounds.ts';

const reference =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const ste = `${reference}/ste`;

async function matrix(last: string, metric: RoundMetric) {
  const first = await scoreSaved(ste, 'CL_round_0.json');
  const second = await scoreSaved(ste, last);
  return createRoundMatrix({
    rounds: [
      { number: 1, verdicts: first.verdicts },
      { number: 2, verdicts: second.verdicts },
    ],
    learnedIn: new Map(
      batchesOf(ste, second).flatMap((tools, index) => tools.map((tool) => [tool, index + 1] as const)),
    ),
    profile: 'ste',
    metric,
    random: createRandom('reference'),
  });
}

/** Correct and matched of wellformed, of one batch. */
function figures(file: string, batch: number, metric: RoundMetric) {
  const of = readReference(ste, 'expected_figures.json')[file].batches[batch];
  return metric === 'correct'
    ? { count: of.correct_n, of: of.total, percent: of.correct }
    : { count: of.api_match_n, of: of.wellformed_n, percent: of.api_match };
}

// Skipped where the published data of the paper is not beside the repository (IMAGINARIUM_REFERENCE).
describe.skipIf(!existsSync(ste))("the paper's first two continual rounds", () => {
  it.each(
    ['CL_round_1.json', 'CL_round_1_no_replay.json'].flatMap((file) =>
      (['correct', 'toolMatch'] as const).map((metric) => [file, metric] as const),
    ),
  )('are the published figures, round by batch: %s, %s', async (file, metric) => {
    const { batches, average, rounds } = await matrix(file, metric);
    expect(rounds).toEqual([1, 2]);
    const expected = [
      [figures('CL_round_0.json', 0, metric), figures(file, 0, metric)],
      [null, figures(file, 1, metric)],
    ];
    expect(batches.map(({ tools }) => tools.length)).toEqual([12, 13]);
    expect(
      batches.map(({ cells }) =>
        cells.map((cell) =>
          cell === null
            ? null
            : { count: cell.count, of: cell.of, percent: Number((100 * (cell.value ?? 0)).toFixed(3)) },
        ),
      ),
    ).toEqual(expected);
    const all = readReference(ste, 'expected_figures.json')[file].all;
    expect(average[1]?.count).toBe(metric === 'correct' ? all.correct_n : all.api_match_n);
  });

  it('show what replay saves of the first batch, beyond the intervals of both', async () => {
    const kept = (await matrix('CL_round_1.json', 'correct')).batches[0]?.forgetting;
    const lost = (await matrix('CL_round_1_no_replay.json', 'correct')).batches[0]?.forgetting;
    expect(kept?.value).toBeCloseTo((145 - 137) / 180, 12);
    expect(lost?.value).toBeCloseTo((145 - 3) / 180, 12);
    expect([kept?.of, lost?.of]).toEqual([180, 180]);
    expect(kept?.high).toBeLessThan(lost?.low ?? 0);
    expect(kept?.low).toBeLessThan(0);
  });

  it('lose on average over tools what they lose by batch, where all tools have fifteen items', async () => {
    const { forgetting, backwardTransfer, tools, batches } = await matrix('CL_round_1_no_replay.json', 'correct');
    expect(forgetting?.of).toBe(12);
    expect(forgetting?.value).toBeCloseTo(batches[0]?.forgetting?.value ?? 0, 12);
    expect(backwardTransfer?.value).toBeCloseTo(-(forgetting?.value ?? 0), 12);
    expect(tools.filter(({ forgetting }) => forgetting === null)).toHaveLength(13);
  });
});
