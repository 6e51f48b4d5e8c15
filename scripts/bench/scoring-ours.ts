import { argv, cpuUsage, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Prediction, PredictionHeader } from '@imaginarium/contracts';
import { createSteScorer, openPredictions } from '@imaginarium/evaluation';

/** The counterpart of scoring_reference.py: `scoring-ours.ts ROUNDS FILE …` prints one JSON object. */
const [rounds, ...paths] = argv.slice(2);
const files: { readonly header: PredictionHeader; readonly rows: readonly Prediction[] }[] = [];
for (const path of paths) {
  const { header, rows } = await openPredictions(path);
  const read: Prediction[] = [];
  for await (const row of rows()) read.push(row);
  files.push({ header, rows: read });
}

// The garbage of reading is not the scoring's.
setFlagsFromString('--expose-gc');
runInNewContext('gc')();

const seconds: number[] = [];
let counts = {};
for (let round = 0; round < Number(rounds); round++) {
  const before = cpuUsage();
  counts = await scoreAll();
  const { user, system } = cpuUsage(before);
  seconds.push((user + system) / 1e6);
}
stdout.write(JSON.stringify({ seconds, counts }));

async function scoreAll() {
  const counted = { total: 0, wellformed: 0, match: 0, correct: 0 };
  for (const { header, rows } of files) {
    const scorer = createSteScorer({ header });
    for (const prediction of rows) {
      const scored = scorer.score(prediction);
      const { isWellformed, isToolMatch, isCorrect } = scored instanceof Promise ? await scored : scored;
      counted.total++;
      if (isWellformed) counted.wellformed++;
      if (isToolMatch) counted.match++;
      if (isCorrect) counted.correct++;
    }
  }
  return counted;
}
