import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Prediction, PredictionHeader, Verdict } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { openPredictions } from '../predictions-file/open-predictions.ts';
import { createSteScorer } from './create-ste-scorer.ts';

const REFERENCE =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));
const STE = `${REFERENCE}/ste`;
const FILES = [
  'mistral.json',
  'mistral_FT.json',
  'mistral_ICL.json',
  'llama-7Bf_FT.json',
  'CL_round_0.json',
  'CL_round_1.json',
  'CL_round_1_no_replay.json',
];

/** The items whose gold was changed after the verdicts were saved: tool as the source names it, place among its items. */
const STALE = [
  'Football Dolphin%%Head to head statistics/11',
  'Global Email V4%%Global Email V4/10',
  'Global Email V4%%Global Email V4/11',
  'Global Email V4%%Global Email V4/9',
  'NumbersToLetters%%Convertir cantidad a letra Moneda MXN Español/12',
  'NumbersToLetters%%Convertir cantidad a letra Moneda MXN Español/3',
  'NumbersToLetters%%Convertir cantidad a letra Moneda MXN Español/4',
  'NumbersToLetters%%Convertir cantidad a letra Moneda MXN Ingles/1',
  'siteDomain%%language list/0',
  'siteDomain%%language list/2',
  'siteDomain%%language list/9',
];

interface Scored {
  readonly header: PredictionHeader;
  readonly rows: readonly { readonly prediction: Prediction; readonly verdict: Verdict }[];
  readonly stale: readonly string[];
}

async function scoreFile(file: string): Promise<Scored> {
  const { header, rows } = await openPredictions(`${STE}/saved_results/${file}`);
  const scorer = createSteScorer({ header });
  const scored: { prediction: Prediction; verdict: Verdict }[] = [];
  for await (const prediction of rows()) scored.push({ prediction, verdict: await scorer.score(prediction) });
  return { header, rows: scored, stale: scorer.problems().flatMap(({ names }) => names) };
}

function figures(verdicts: readonly Verdict[]) {
  const count = (of: (verdict: Verdict) => boolean | null) => verdicts.filter(of).length;
  const total = verdicts.length;
  const wellformed = count(({ isWellformed }) => isWellformed);
  const match = count(({ isToolMatch }) => isToolMatch);
  const correct = count(({ isCorrect }) => isCorrect);
  const percent = (part: number, whole: number) => Number(((100 * part) / whole).toFixed(3));
  return {
    total,
    no_call: count(({ miss }) => miss === 'no-call'),
    syntax_err: count(({ miss }) => miss === 'malformed'),
    wellformed_n: wellformed,
    api_match_n: match,
    correct_n: correct,
    wellformed: percent(wellformed, total),
    api_match: percent(match, wellformed),
    correct: percent(correct, total),
    api_match_over_total: percent(match, total),
  };
}

describe.skipIf(!existsSync(STE))("the paper's saved results (skipped without the reference data)", () => {
  const read = (name: string) => JSON.parse(readFileSync(`${STE}/${name}`, 'utf8'));
  const scoreAll = () => (all ??= Promise.all(FILES.map(scoreFile)));
  let all: Promise<Scored[]> | undefined;

  it.each(FILES)('gives the published figures of %s exactly', async (file) => {
    const expected = read('expected_figures.json')[file];
    const { header, rows } = (await scoreAll())[FILES.indexOf(file)] as Scored;
    expect(figures(rows.map(({ verdict }) => verdict))).toEqual(expected.all);
    const judged = rows.filter(({ prediction }) => prediction.item.isJudged);
    const compared = rows.filter(({ prediction }) => !prediction.item.isJudged);
    const matched = (part: Scored['rows']) => part.filter(({ verdict }) => verdict.isToolMatch).length;
    const correct = (part: Scored['rows']) => part.filter(({ verdict }) => verdict.isCorrect).length;
    expect({
      n_items_string_match: compared.length,
      n_items_judged_api: judged.length,
      verdicts_string_match: matched(compared),
      verdicts_judge: matched(judged),
      string_match_correct: correct(compared),
      judge_correct: correct(judged),
    }).toEqual(Object.fromEntries(Object.entries(expected).filter(([key]) => /items|verdicts|_correct/.test(key))));
    const originalNames = new Map(header.tools.map(({ name, originalName }) => [name, originalName]));
    const batches: string[][] = read('CL_batches.json');
    for (const [index, batch] of (expected.batches ?? []).entries()) {
      const inBatch = ({ verdict }: Scored['rows'][number]) =>
        batches[index]?.includes(originalNames.get(verdict.tool ?? '') ?? '');
      expect(figures(rows.filter(inBatch).map(({ verdict }) => verdict))).toEqual(batch);
    }
  });

  it('gives every saved no-call, error and match verdict', async () => {
    const rows = (await scoreAll()).flatMap(({ rows }) => rows);
    expect(rows).toHaveLength(3_930);
    for (const { prediction, verdict } of rows) {
      const computed = {
        noCall: verdict.miss === 'no-call',
        error: verdict.miss === 'malformed',
        toolMatch: verdict.isToolMatch,
      };
      expect({ id: verdict.itemId, ...computed }).toEqual({
        id: prediction.item.id,
        noCall: prediction.cached?.noCall,
        error: prediction.cached?.error,
        toolMatch: prediction.cached?.toolMatch,
      });
    }
  });

  it('gives every saved string match, but those of the eleven items with a stale gold, which it names', async () => {
    const files = await scoreAll();
    const decided = files.flatMap(({ rows }) => rows).map(({ verdict }) => verdict.decidedBy);
    expect(decided.filter((by) => by === 'comparison')).toHaveLength(1_899);
    expect(decided.filter((by) => by === 'cached-comparison')).toHaveLength(49);
    expect(decided.filter((by) => by === 'cached-judge')).toHaveLength(980);
    const originalNames = new Map(
      files.flatMap(({ header }) => header.tools.map((tool) => [tool.name, tool.originalName])),
    );
    const bySource = (id: string) =>
      id.replace(/^(.*)\/(\d+)$/, (_, tool, place) => `${originalNames.get(tool)}/${place}`);
    expect([...new Set(files.flatMap(({ stale }) => stale))].map(bySource).sort()).toEqual(STALE);
  });
});
