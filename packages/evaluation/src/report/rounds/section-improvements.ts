import type { ImprovementResult, Round, RoundReport } from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html } from '../html.ts';
import { count, dollars } from '../write-figures.ts';
import { targetHtml } from './round-words.ts';

/** What each target of a round of the kind `improve` cost and mended. */
export function improvementsSection({ improvements }: RoundReport, { kind }: Round): Html | null {
  if (improvements.length === 0 && kind !== 'improve') return null;
  return html`<section id="improvements" aria-labelledby="improvements-heading">
<h2 id="improvements-heading">What each dollar bought</h2>
${
  improvements.length === 0
    ? html`<p>The round before left nothing to aim at.</p>`
    : html`<p>Each target is a way in which the round before went wrong. Fixed: items that missed in this way and are right now. Broken:
items of its tools that were right and are wrong now.</p>
${scrollTable('Improvements', table(improvements))}`
}
</section>`;
}

function table(improvements: readonly ImprovementResult[]): Html {
  return html`<table class="first"><thead><tr><th scope="col">Target</th><th scope="col">Misses</th><th scope="col">Trials</th><th scope="col">Calls</th><th scope="col">Cost</th><th scope="col">Examples</th><th scope="col">Fixed</th><th scope="col">Broken</th><th scope="col">Cost of one fixed</th></tr></thead>
<tbody>${improvements.map(
    (improvement) => html`<tr><th scope="row">${targetHtml(improvement.target)}</th>${figures(improvement)}</tr>
`,
  )}${improvements.length < 2 ? null : html`<tr class="totals"><th scope="row">All</th>${figures(sum(improvements))}</tr>`}</tbody></table>`;
}

type Figures = Pick<ImprovementResult, 'calls' | 'cost' | 'examples' | 'fixed' | 'broken'> & {
  target: { misses: number; trials: number };
};

function figures({ target, calls, cost, examples, fixed, broken }: Figures): Html {
  const figure = (words: string) => html`<td class="figure">${words}</td>`;
  const none = (words: string) => html`<td class="figure none">${words}</td>`;
  const known = (value: number | null) => (value === null ? none('not tested') : figure(count(value)));
  return html`${figure(count(target.misses))}${figure(count(target.trials))}${figure(count(calls))}${cost === null ? none('price unknown') : figure(dollars(cost))}${figure(count(examples))}${known(fixed)}${known(broken)}${
    cost === null || fixed === null ? none('–') : fixed === 0 ? none('none fixed') : figure(dollars(cost / fixed))
  }`;
}

function sum(improvements: readonly ImprovementResult[]): Figures {
  const add = (read: (improvement: ImprovementResult) => number | null) =>
    improvements.reduce<number | null>((total, improvement) => {
      const value = read(improvement);
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    target: { misses: add(({ target }) => target.misses) ?? 0, trials: add(({ target }) => target.trials) ?? 0 },
    calls: add(({ calls }) => calls) ?? 0,
    cost: add(({ cost }) => cost),
    examples: add(({ examples }) => examples) ?? 0,
    fixed: add(({ fixed }) => fixed),
    broken: add(({ broken }) => broken),
  };
}
