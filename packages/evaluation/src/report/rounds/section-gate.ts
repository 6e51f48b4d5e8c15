import type {
  GateVerdict,
  Metric,
  NewToolVerdict,
  OldToolVerdict,
  Proposal,
  Round,
  RoundReport,
} from '@imaginarium/contracts';
import { scrollTable } from '../chart.ts';
import { type Html, html, nameHtml } from '../html.ts';
import { chance, count, counted, interval, percent, points } from '../write-figures.ts';
import { proposalWords, shareWords } from './round-words.ts';

/** Tools that a proposal names before it only counts them. */
const namedTools = 12;

/** Tools that failed and show without opening anything. */
const shownTools = 20;

/** What the gate asked, what it found, and what may help. */
export function gateSection(report: RoundReport, { gate, kind }: Round): Html {
  if (gate === null)
    return html`<section id="gate" aria-labelledby="gate-heading"><h2 id="gate-heading">Gate</h2><p>The gate has not been asked yet.</p></section>`;
  const { margin, target, level, profile, metric } = gate.config;
  return html`<section id="gate" aria-labelledby="gate-heading">
<h2 id="gate-heading">Gate</h2>
<p>Figures are the ${shareWords[metric]} (<b class="${profile}">${profile}</b>). The round passes when neither one old tool nor all
of them together are shown to have lost more than ${asPoints(margin)} points, each since the round in which it was last taught or
a person took it as it was, on the items that both rounds answered; and when the new tools together have at least
${percent(target)} and none of them is shown to be below it. p is corrected for the number of tools (Holm) and counts from
${level} down. Cannot tell: too few items for any finding, or for one that matters: the interval reaches more than 20 points
beyond the margin. An interval holds with 95% confidence: it tells how far so few items can be off.</p>
${tiles(gate, freshTitle(kind))}
${together(report, gate)}
${proposals(gate.proposals)}
${oldTools(gate.oldTools)}
${newTools(gate, target, freshTitle(kind))}
</section>`;
}

function tiles({ oldTools: old, newTools: fresh }: GateVerdict, title: string): Html {
  const of = (verdicts: readonly { verdict: string }[], wanted: string) =>
    verdicts.filter(({ verdict }) => verdict === wanted).length;
  const tile = (title: string, figures: readonly [number, string][]) =>
    html`<div><dt>${title}</dt>${figures.map(([value, words]) => html`<dd><b>${count(value)}</b> ${words}</dd>`)}</div>`;
  const nothing = (title: string, words: string) => html`<div><dt>${title}</dt><dd>${words}</dd></div>`;
  return html`<dl class="tiles">${
    old.length === 0
      ? nothing('Old tools', 'none: nothing could be forgotten')
      : tile(`Old tools, ${count(old.length)}`, [
          [of(old, 'held'), 'not shown worse'],
          [of(old, 'worse'), 'shown worse'],
          [of(old, 'cannot-tell'), 'cannot tell'],
        ])
  }${
    fresh.length === 0
      ? nothing(title, 'none')
      : tile(`${title}, ${count(fresh.length)}`, [
          [of(fresh, 'reached'), 'not shown below the target'],
          [of(fresh, 'below'), 'shown below it'],
          [of(fresh, 'cannot-tell'), 'cannot tell'],
        ])
  }</dl>`;
}

/** All old and all new tools, each as one. */
function together(report: RoundReport, { allOld, allNew, config }: GateVerdict): Html | null {
  if (allOld === null && allNew === null) return null;
  return html`<h3>All tools together</h3>
${scrollTable(
  'Old and new tools, each taken together',
  html`<table><thead><tr><th scope="col">Tools</th><th scope="col">Verdict</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Difference<small>points, 95% interval</small></th><th scope="col">Adjusted p</th><th scope="col">Least loss that would show<small>points</small></th></tr></thead><tbody>
${
  allOld === null
    ? null
    : html`<tr><th scope="row">All old tools</th><td>${verdictHtml(allOld.verdict)}</td>${share(allOld.before)}${share(allOld.now)}${difference(allOld)}<td class="figure">${chance(allOld.adjustedP)}</td>${least(allOld)}</tr>
`
}${
  allNew === null
    ? null
    : html`<tr><th scope="row">All new tools<small>target ${percent(config.target)}</small></th><td>${verdictHtml(allNew.verdict)}</td><td class="figure none">new</td>${share(allNew.now, { range: intervalOf(report, allNew) })}<td class="figure none">new</td><td class="figure">${chance(allNew.adjustedP)}</td><td class="figure none">new</td></tr>
`
}</tbody></table>`,
)}`;
}

/** The interval of the new tools: that of this round's batch, where it counts the same items. */
function intervalOf(report: RoundReport, { now }: NewToolVerdict): string | null {
  const cell: Metric | null | undefined = report.matrices[0]?.batches
    .find(({ learnedIn }) => learnedIn === report.rounds.at(-1)?.number)
    ?.cells.at(-1);
  return cell === null || cell === undefined || cell.count !== now.correct || cell.of !== now.of
    ? null
    : interval(cell);
}

function proposals(found: readonly Proposal[]): Html | null {
  if (found.length === 0) return null;
  return html`<h3>What to do next</h3>
<ul class="next">${found.map(
    ({ kind, tools, message }) => html`<li><p><b>${proposalWords[kind]}.</b> ${withCode(message)}</p>${
      tools.length === 0
        ? null
        : html`<p class="tools">${tools.slice(0, namedTools).map((tool, index) => html`${index === 0 ? '' : ', '}${nameHtml(tool)}`)}${tools.length > namedTools ? ` and ${count(tools.length - namedTools)} more` : null}</p>`
    }</li>
`,
  )}</ul>`;
}

/** A message whose commands stand between backticks. */
function withCode(message: string): Html {
  return html`${message.split('`').map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`))}`;
}

function oldTools(all: readonly OldToolVerdict[]): Html | null {
  if (all.length === 0) return null;
  const worse = all.filter(({ verdict }) => verdict === 'worse').slice(0, shownTools);
  const rest = all.filter((tool) => !worse.includes(tool));
  return html`<h3>Old tools</h3>
${worse.length === 0 ? html`<p>None is shown worse.</p>` : scrollTable('Old tools shown worse', oldTable(worse))}
${rest.length === 0 ? null : html`<details><summary>${worse.length === 0 ? 'All' : 'The other'} ${counted(rest.length, 'old tool')}</summary>${scrollTable('Other old tools', oldTable(rest))}</details>`}`;
}

function oldTable(tools: readonly OldToolVerdict[]): Html {
  return html`<table class="first"><thead><tr><th scope="col">Tool</th><th scope="col">Verdict</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Difference<small>points, 95% interval</small></th><th scope="col">Adjusted p</th><th scope="col">Least loss that would show<small>points</small></th></tr></thead>
<tbody>${tools.map(
    (tool) =>
      html`<tr><th scope="row">${nameHtml(tool.tool)}</th><td>${verdictHtml(tool.verdict)}</td>${share(tool.before, { since: tool.since })}${share(tool.now)}${difference(tool)}<td class="figure">${chance(tool.adjustedP)}</td>${least(tool)}</tr>
`,
  )}</tbody></table>`;
}

function newTools({ newTools: all }: GateVerdict, target: number, title: string): Html | null {
  if (all.length === 0) return null;
  const below = all.filter(({ verdict }) => verdict === 'below').slice(0, shownTools);
  const rest = all.filter((tool) => !below.includes(tool));
  return html`<h3>${title}</h3>
${below.length === 0 ? html`<p>None is shown below the target.</p>` : scrollTable(`${title} below the target`, newTable(below, target))}
${rest.length === 0 ? null : html`<details><summary>${below.length === 0 ? 'All' : 'The other'} ${counted(rest.length, 'tool')}</summary>${scrollTable(`${title} besides`, newTable(rest, target))}</details>`}`;
}

/** A round that improves brings no new tools: its gate asks for those that it aimed at. */
function freshTitle(kind: Round['kind']): string {
  return kind === 'add' ? 'New tools' : 'Tools aimed at';
}

function newTable(tools: readonly NewToolVerdict[], target: number): Html {
  return html`<table class="first"><thead><tr><th scope="col">Tool</th><th scope="col">Verdict</th><th scope="col">Now</th><th scope="col">Adjusted p</th></tr></thead>
<tbody>${tools.map(
    (tool) =>
      html`<tr><th scope="row">${nameHtml(tool.tool)}</th><td>${newVerdictHtml(tool, target)}</td>${share(tool.now)}<td class="figure">${chance(tool.adjustedP)}</td></tr>
`,
  )}</tbody></table>`;
}

/** Of one tool: so few items may leave it unrefuted without its having reached the target. */
function newVerdictHtml({ verdict, now }: NewToolVerdict, target: number): Html {
  return verdict === 'reached' && now.correct < target * now.of
    ? html`<span class="none">not shown below</span>`
    : verdictHtml(verdict);
}

const verdictWords = {
  held: { words: 'not shown worse', className: 'none' },
  reached: { words: '✓ reached', className: 'good' },
  worse: { words: '✕ worse', className: 'bad' },
  below: { words: '✕ below', className: 'bad' },
  'cannot-tell': { words: '? cannot tell', className: 'none' },
} as const;

function verdictHtml(verdict: keyof typeof verdictWords): Html {
  const { words, className } = verdictWords[verdict];
  return html`<span class="${className}">${words}</span>`;
}

/** With the interval, or the round that it is from. */
function share(
  { correct, of }: { correct: number; of: number },
  { range = null, since }: { readonly range?: string | null; readonly since?: number | undefined } = {},
): Html {
  if (of === 0) return html`<td class="figure none">none</td>`;
  return html`<td class="figure"><span class="value">${percent(correct / of)}</span>${range === null ? null : html`<span class="interval">${range}</span>`}<small>${count(correct)} of ${count(of)}${since === undefined ? null : html`, round ${since}`}</small></td>`;
}

function difference({ difference: value, low, high, pairs }: OldToolVerdict): Html {
  if (value === null) return html`<td class="figure none">none in common</td>`;
  return html`<td class="figure"><span class="value">${points(value)}</span>${low === null || high === null ? null : html`<span class="interval">${points(low)} to ${points(high)}</span>`}<small>${counted(pairs, 'item')}</small></td>`;
}

function least({ leastShown }: OldToolVerdict): Html {
  return leastShown === null
    ? html`<td class="figure none">none</td>`
    : html`<td class="figure">${asPoints(leastShown)}</td>`;
}

/** A share as points without a sign: `10`, `12.5`. */
function asPoints(value: number): string {
  return String(Number((value * 100).toFixed(1)));
}
