import type { Round, RoundReport } from '@imaginarium/contracts';
import { type Html, html } from '../html.ts';
import { longestName } from '../words.ts';
import { count, counted, instant, shorten } from '../write-figures.ts';

/** Project, round and verdict; and, before any figure, what a reader must know of its trustworthiness. */
export function roundHeading(report: RoundReport, round: Round): Html {
  const explored = round.tools.filter(({ action }) => action === 'explore').length;
  const present = round.tools.filter(({ action }) => action !== 'drop').length;
  return html`<header>
<p class="kicker">Imaginarium round report</p>
<h1><bdi>${shorten(report.project, longestName)}</bdi>, round ${round.number}</h1>
${verdict(round)}
<dl class="facts">
<div><dt>Made</dt><dd><time datetime="${instant(report.createdAt)}">${instant(report.createdAt)}</time></dd></div>
<div><dt>Aim</dt><dd>${round.kind === 'add' ? 'new and changed tools' : 'what the round before got wrong'}</dd></div>
<div><dt>Tools</dt><dd>${count(present)}, ${count(explored)} of them explored in this round</dd></div>
${training(round)}
</dl>
</header>
${warnings(report, round)}`;
}

function verdict(round: Round): Html {
  const { gate, state } = round;
  if (gate === null)
    return html`<div class="verdict"><span class="mark" aria-hidden="true">…</span><p><strong>No gate yet</strong>The round has not been judged.</p></div>`;
  if (gate.isPassed)
    return html`<div class="verdict passed"><span class="mark" aria-hidden="true">✓</span><p><strong>Gate passed</strong>${passedBecause(round)}</p></div>`;
  const worse = gate.oldTools.filter((tool) => tool.verdict === 'worse').length;
  const below = gate.newTools.filter((tool) => tool.verdict === 'below').length;
  const reasons = [
    worse > 0 ? `${counted(worse, 'old tool')} shown worse` : null,
    gate.allOld?.verdict === 'worse' ? 'all old tools together shown worse' : null,
    below > 0 ? `${counted(below, 'new tool')} shown below the target` : null,
    gate.allNew?.verdict === 'below' ? 'all new tools together are below the target' : null,
    gate.allNew?.verdict === 'cannot-tell' ? 'no new tool was tested' : null,
  ].filter((reason) => reason !== null);
  return html`<div class="verdict failed"><span class="mark" aria-hidden="true">✕</span><p><strong>Gate not passed</strong>${reasons.length === 0 ? 'See below.' : `${reasons.join('; ')}.`}${
    state === 'accepted'
      ? html` A person took the round all the same: “${round.acceptedBecause ?? 'no reason given'}”.`
      : null
  }</p></div>`;
}

function passedBecause({ gate }: Round): string {
  const unsure = [...(gate?.oldTools ?? []), ...(gate?.newTools ?? [])].filter(
    ({ verdict: found }) => found === 'cannot-tell',
  ).length;
  const said = [
    gate?.oldTools.length === 0 ? null : 'No old tool is shown worse.',
    gate?.newTools.length === 0 ? null : 'The new tools reach the target.',
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
  return unsure === 0 ? said : `${said} Too few items were tested to tell of ${counted(unsure, 'tool')}.`;
}

function training({ training: found }: Round): Html | null {
  if (found === null) return null;
  const fact = (title: string, value: string) =>
    html`<div><dt>${title}</dt><dd><bdi>${shorten(value, longestName)}</bdi></dd></div>
`;
  return html`${fact('Trained at', found.endpoint)}${fact('From', found.from)}${fact('Checkpoint', found.checkpoint ?? 'none yet')}`;
}

function warnings({ isPractice, standIns }: RoundReport, { failure }: Round): Html | null {
  const found: Html[] = [];
  if (isPractice)
    found.push(
      html`For practice: ${standInWords(standIns)} These figures show that the method works end to end; they prove nothing of what a language model would do.`,
    );
  if (failure !== null)
    found.push(
      html`The step “${failure.step}” failed (<code>${failure.code}</code>): ${shorten(failure.message, 600)}${failure.hint === undefined ? null : html` ${shorten(failure.hint, 600)}`}`,
    );
  if (found.length === 0) return null;
  return html`<section class="warnings" aria-labelledby="warnings-heading"><h2 id="warnings-heading">Before you read the figures</h2>
<ul>${found.map((warning) => html`<li>${warning}</li>`)}</ul></section>`;
}

function standInWords(standIns: RoundReport['standIns']): string {
  if (standIns?.teacher && !standIns.student)
    return 'the practice model, which is rule-based and no language model, wrote the data; what was trained is real.';
  if (standIns?.student && !standIns.teacher)
    return 'what was trained is the student, which is no language model; the data comes from a real one.';
  return standIns === undefined
    ? 'a model of this project is the practice model or the student, neither of which is a language model.'
    : 'the practice model wrote the data and the student was trained on it, neither of which is a language model.';
}
