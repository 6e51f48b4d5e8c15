import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { batchesOf, scoreSaved } from '../forgetting/testing/saved-rounds.ts';
import { judgeRound } from './judge-round.ts';

const reference =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const ste = `${reference}/ste`;

async function judge(file: string) {
  const before = await scoreSaved(ste, 'CL_round_0.json');
  const after = await scoreSaved(ste, file);
  const [oldTools = [], newTools = []] = batchesOf(ste, after);
  return judgeRound({
    before: before.verdicts,
    after: after.verdicts,
    oldTools,
    newTools,
    config: { margin: 0.1, target: 0.6, level: 0.05, profile: 'ste', metric: 'correct' },
  });
}

// Skipped where the published data of the paper is not beside the repository (IMAGINARIUM_REFERENCE).
describe.skipIf(!existsSync(ste))("the paper's second continual round, before the gate", () => {
  it('lost every tool of the first batch without replay', async () => {
    const { isPassed, oldTools, allOld, newTools } = await judge('CL_round_1_no_replay.json');
    expect(oldTools.map(({ verdict }) => verdict)).toEqual(Array(12).fill('worse'));
    expect(allOld).toMatchObject({ verdict: 'worse', before: { correct: 145 }, now: { correct: 3 }, pairs: 180 });
    expect(newTools).toHaveLength(13);
    expect(isPassed).toBe(false);
  });

  it('lost one of them with replay, 12 of 15 to 3, and none beyond it is shown', async () => {
    const { isPassed, oldTools, allOld, allNew, proposals } = await judge('CL_round_1.json');
    expect(oldTools.filter(({ verdict }) => verdict === 'worse')).toMatchObject([
      { tool: 'getWolframAlphaResults', before: { correct: 12 }, now: { correct: 3 } },
    ]);
    expect(allOld?.verdict).toBe('held');
    expect(allNew).toMatchObject({ verdict: 'reached', now: { correct: 164, of: 195 } });
    expect(proposals.map(({ kind, tools }) => [kind, tools])).toContainEqual([
      'more-replay',
      ['getWolframAlphaResults'],
    ]);
    expect(isPassed).toBe(false);
  });
});
