import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { openPredictions } from '../predictions-file/open-predictions.ts';
import { createSteScorer } from '../ste/create-ste-scorer.ts';
import { createStrictScorer } from '../strict/create-strict-scorer.ts';
import { comparePredictions } from './compare-predictions.ts';

const reference =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const results = `${reference}/ste/saved_results`;

async function compare(...names: readonly string[]) {
  const files = await Promise.all(
    names.map(async (name) => {
      const predictions = await openPredictions(`${results}/${name}.json`);
      const { header } = predictions;
      return { predictions, scorers: { ste: createSteScorer({ header }), strict: createStrictScorer({ header }) } };
    }),
  );
  return comparePredictions({ files, random: createRandom('reference') });
}

// Skipped where the published data of the paper is not beside the repository (IMAGINARIUM_REFERENCE).
describe.skipIf(!existsSync(results))("the paper's saved results", () => {
  it('shows that fine-tuning helps Mistral, with the interval that 50 tools allow', async () => {
    const { evaluations, comparisons, problems } = await compare('mistral', 'mistral_FT');
    expect(evaluations.map(({ scores }) => scores.ste.correct.count)).toEqual([226, 576]);
    const { low, high, clusters } = evaluations[1]?.scores.ste.correct ?? {};
    expect(clusters).toBe(50);
    expect(low).toBeCloseTo(0.683, 3);
    expect(high).toBeCloseTo(0.836, 3);
    const correct = comparisons.find(({ profile, metric }) => profile === 'ste' && metric === 'correct');
    expect(correct).toMatchObject({ pairs: 750, conclusion: 'b-better' });
    expect(correct?.difference).toBeCloseTo((576 - 226) / 750, 12);
    expect(problems).toEqual([]);
  });

  it('shows that replay helps after the second round', async () => {
    const { comparisons } = await compare('CL_round_1_no_replay', 'CL_round_1');
    expect(comparisons.find(({ profile, metric }) => profile === 'ste' && metric === 'correct')).toMatchObject({
      conclusion: 'b-better',
    });
  });

  it('shows no difference between a file and itself', async () => {
    const { comparisons } = await compare('mistral_FT', 'mistral_FT');
    for (const comparison of comparisons)
      expect(comparison).toMatchObject({ p: 1, adjustedP: 1, difference: 0, conclusion: 'no-difference-shown' });
  });
});
