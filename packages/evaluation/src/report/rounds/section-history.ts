import type { Metric, Round, RoundReport } from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html } from '../html.ts';
import { longestName } from '../words.ts';
import { count, interval, percent, shorten } from '../write-figures.ts';
import { standing } from './round-words.ts';
import { costCell, costOf } from './section-steps.ts';

/** One line a round of the project. */
export function historySection({ rounds, matrices }: RoundReport): Html {
  const [matrix] = matrices;
  const averageOf = (number: number) => matrix?.average[matrix.rounds.indexOf(number)] ?? null;
  return html`<section id="history" aria-labelledby="history-heading">
<h2 id="history-heading">Rounds so far</h2>
${scrollTable(
  'Rounds so far',
  html`<table><thead><tr><th scope="col">Round</th><th scope="col">Gate</th><th scope="col">Tools<small>explored, in all</small></th><th scope="col">All items<small>${matrix === undefined ? null : matrix.profile}</small></th><th scope="col">Calls</th><th scope="col">Cost</th><th scope="col">Checkpoint</th></tr></thead>
<tbody>${rounds.map((round) => row(round, averageOf(round.number)))}</tbody></table>`,
)}
</section>`;
}

function row(round: Round, average: Metric | null): Html {
  const { number, kind, tools, steps, training } = round;
  const states = Object.values(steps);
  const calls = states.reduce((sum, state) => sum + state.calls, 0);
  const explored = tools.filter(({ action }) => action === 'explore').length;
  const present = tools.filter(({ action }) => action !== 'drop').length;
  const range = average === null ? null : interval(average);
  return html`<tr><th scope="row">${number}<small>${kind === 'add' ? 'adds tools' : 'improves'}</small></th><td>${standing(round)}</td><td class="figure">${count(explored)}, ${count(present)}</td>${
    average === null
      ? html`<td class="figure none">not tested</td>`
      : html`<td class="figure"><span class="value">${percent(average.value)}</span>${range === null ? null : html`<span class="interval">${range}</span>`}</td>`
  }<td class="figure">${count(calls)}</td>${costCell(costOf(states), calls)}<td class="words">${
    training?.checkpoint === null || training === null
      ? html`<span class="none">none</span>`
      : html`<bdi>${shorten(training.checkpoint, longestName)}</bdi>`
  }</td></tr>
`;
}
