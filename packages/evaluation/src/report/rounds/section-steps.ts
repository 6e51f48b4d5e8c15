import { ROUND_STEPS, type Round, type RoundStepState } from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html } from '../html.ts';
import { count, counted, dollars } from '../write-figures.ts';
import { stepWords } from './round-words.ts';
import { elapsed } from './write-elapsed.ts';

/** What each step of the round took and cost. */
export function stepsSection({ steps, gate }: Round): Html {
  const present = ROUND_STEPS.flatMap((step) => {
    const state = steps[step];
    // The gate writes this page before it ends: what it took is not known yet.
    const isWriting = step === 'gate' && gate !== null && state?.finishedAt === null;
    return state === undefined || isWriting ? [] : [{ step, state }];
  });
  const left = ROUND_STEPS.filter((step) => steps[step] === undefined).map((step) => stepWords[step].toLowerCase());
  return html`<section id="steps" aria-labelledby="steps-heading">
<h2 id="steps-heading">Steps</h2>
${
  present.length === 0
    ? null
    : scrollTable(
        'Steps of the round',
        html`<table><thead><tr><th scope="col">Step</th><th scope="col">State</th><th scope="col">Time</th><th scope="col">Calls</th><th scope="col">Cost</th><th scope="col">Counts</th></tr></thead>
<tbody>${present.map(
          ({ step, state }) => html`<tr><th scope="row">${stepWords[step]}</th>${cells(state)}</tr>
`,
        )}${totals(present.map(({ state }) => state))}</tbody></table>`,
      )
}
${left.length === 0 ? null : html`<p class="note">Not done: ${left.join(', ')}.</p>`}
</section>`;
}

function cells({ state, startedAt, finishedAt, calls, cost, counts }: RoundStepState): Html {
  return html`<td>${state}</td>${finishedAt === null ? html`<td class="figure none">not finished</td>` : html`<td class="figure">${elapsed(finishedAt - startedAt)}</td>`}<td class="figure">${count(calls)}</td>${costCell(cost, calls)}<td class="words">${Object.entries(
    counts,
  )
    .map(([name, value]) => `${spaced(name)} ${count(value)}`)
    .join(', ')}</td>`;
}

function totals(states: readonly RoundStepState[]): Html {
  const calls = states.reduce((sum, state) => sum + state.calls, 0);
  const time = states.reduce(
    (sum, { startedAt, finishedAt }) => sum + (finishedAt === null ? 0 : finishedAt - startedAt),
    0,
  );
  return html`<tr class="totals"><th scope="row">All</th><td>${counted(states.length, 'step')}</td><td class="figure">${elapsed(time)}</td><td class="figure">${count(calls)}</td>${costCell(costOf(states), calls)}<td></td></tr>`;
}

/** `failedExecutions` as `failed executions`. */
function spaced(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Dollars of some steps; null when a price is unknown. */
export function costOf(states: readonly RoundStepState[]): number | null {
  return states.reduce<number | null>((sum, { cost }) => (sum === null || cost === null ? null : sum + cost), 0);
}

/** A step that calls no model has no price to know. */
export function costCell(cost: number | null, calls: number): Html {
  if (cost === null) return html`<td class="figure none">${calls === 0 ? '–' : 'price unknown'}</td>`;
  return html`<td class="figure">${dollars(cost)}</td>`;
}
