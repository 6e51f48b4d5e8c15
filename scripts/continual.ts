import { fileURLToPath } from 'node:url';
import { renderContinual } from './continual/render-continual.ts';
import { runBoth } from './continual/run-both.ts';

/**
 * `npm run continual`: four rounds over the bundled toolbox, once with replay and once without, offline, by the real command.
 * The student is trained and asked for real and nothing is staged: if old tools do not collapse without replay, or do not
 * hold with it, that is what is printed.
 */
const FOLDER = 'runs/continual';
const LIKE = 'configs/continual.yaml';
const ROUNDS = 4;

const begun = Date.now();
const seconds = () => Math.round((Date.now() - begun) / 1000);
console.error(`${ROUNDS} rounds in ${FOLDER}/replay and ${FOLDER}/no-replay, side by side, as:`);
console.error(`  imaginarium init ${FOLDER}/replay --like ${LIKE}`);
console.error(
  `  imaginarium round add --project ${FOLDER}/replay     (${ROUNDS} times; --accept where a gate did not pass)`,
);
console.error('The practice model and the student are stand-ins, not language models.\n');
const outcomes = await runBoth(
  { folder: FOLDER, like: LIKE, rounds: ROUNDS, cwd: fileURLToPath(new URL('..', import.meta.url)) },
  (name, { rounds, matrices }) => {
    const share = Math.round((matrices[0]?.average.at(-1)?.value ?? 0) * 100);
    console.error(
      `${String(seconds()).padStart(4)} s  ${name}: round ${rounds.length} done, ${share} % of all so far right`,
    );
  },
);
console.log(`\n${renderContinual(outcomes)}`);
console.error(`\n${seconds()} s; ${FOLDER}/*/rounds/${ROUNDS}/report.html open in a browser`);
