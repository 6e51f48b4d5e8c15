import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTestSet } from '../test-set/read-test-set.ts';
import { openPredictions } from './open-predictions.ts';

const REFERENCE =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const STE = `${REFERENCE}/ste`;

// Skipped where the published data of the paper is not beside the repository (IMAGINARIUM_REFERENCE).
describe.skipIf(!existsSync(STE))('the saved results of the paper', () => {
  const whole = ['mistral.json', 'mistral_FT.json', 'mistral_ICL.json', 'llama-7Bf_FT.json'];
  const rounds: [string, number, number][] = [
    ['CL_round_0.json', 180, 12],
    ['CL_round_1.json', 375, 25],
    ['CL_round_1_no_replay.json', 375, 25],
  ];

  it.each([...whole.map((file): [string, number, number] => [file, 750, 50]), ...rounds])(
    '%s holds %i predictions for %i tools, all with verdicts and nothing amiss',
    async (file, predictions, tools) => {
      const opened = await openPredictions(`${STE}/saved_results/${file}`);
      const expected = JSON.parse(readFileSync(`${STE}/expected_figures.json`, 'utf8'))[file].all;
      const counts = { total: 0, errors: 0, noCalls: 0, matches: 0, correct: 0 };
      for await (const { cached } of opened.rows()) {
        counts.total++;
        if (cached?.error) counts.errors++;
        if (cached?.noCall) counts.noCalls++;
        if (cached?.toolMatch) counts.matches++;
        if (cached?.argumentsCorrect) counts.correct++;
      }
      expect(opened.problems()).toEqual([]);
      expect(opened.header.tools).toHaveLength(tools);
      expect(opened.header.data.items).toBe(predictions);
      expect(counts).toEqual({
        total: expected.total,
        errors: expected.syntax_err,
        noCalls: expected.no_call,
        matches: expected.api_match_n,
        correct: expected.correct_n,
      });
    },
  );

  it.each(whole)('%s was made on the test set that is published', async (file) => {
    const testSet = await readTestSet(`${STE}/tool_test.json`);
    const opened = await openPredictions(`${STE}/saved_results/${file}`, { testSet });
    let rows = 0;
    for await (const { item } of opened.rows()) if (testSet.items[rows]?.id === item.id) rows++;
    expect(rows).toBe(750);
    expect(opened.problems()).toEqual([]);
  });

  it('keeps the tools in the order of the file, by which names are grounded', async () => {
    const path = `${STE}/saved_results/mistral.json`;
    const { header } = await openPredictions(path);
    expect(header.tools.map(({ originalName }) => originalName)).toEqual(
      Object.keys(JSON.parse(readFileSync(path, 'utf8'))),
    );
  });
});
