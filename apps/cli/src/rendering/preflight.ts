import type { PreflightReport } from '@imaginarium/pipeline/train';
import { percent } from './evaluation.ts';
import { formatCount, renderTable } from './format.ts';

const TOOLS_SHOWN = 8;
const LINES_SHOWN = 6;
const SUSPICIONS_SHOWN = 12;
const WIDTH = 100;

/** What students that never saw a record make of it: where the data contradict themselves, and whether more would help. */
export function renderPreflight(file: string, report: PreflightReport): string {
  const { lessons, toolAccuracy, accuracy, learningCurve } = report;
  return [
    `${file}: ${formatCount(lessons)} lessons, held out in turn`,
    `  right tool (or rightly none)  ${percent(toolAccuracy)}%`,
    `  and right arguments           ${percent(accuracy)}%`,
    '',
    renderTools(report),
    ...renderConfusions(report),
    '',
    renderSuspicions(report),
    '',
    renderCurve(learningCurve),
    '',
    'Judged by a small student, a proxy for a language model: what it finds contradictory is worth a look, what it finds hard may be easy.',
  ].join('\n');
}

function renderTools({ tools }: PreflightReport): string {
  const rows = tools
    .slice(0, TOOLS_SHOWN)
    .map(({ tool, lessons, toolAccuracy, accuracy, wrongLines }) => [
      `  ${tool ?? '(no call)'}`,
      formatCount(lessons),
      `${percent(toolAccuracy)}%`,
      `${percent(accuracy)}%`,
      linesOf(wrongLines),
    ]);
  const head = ['weakest tools', 'lessons', 'tool', 'whole call', 'lines to look at'];
  return renderTable([head, ...rows], [1, 2, 3]);
}

function renderConfusions({ confusions }: PreflightReport): string[] {
  if (confusions.length === 0) return [];
  const rows = confusions
    .slice(0, TOOLS_SHOWN)
    .map(({ tool, mistakenFor, lines }) => [
      `  ${tool ?? '(no call)'}`,
      `→ ${mistakenFor ?? '(no call)'}`,
      formatCount(lines.length),
      linesOf(lines),
    ]);
  return ['', renderTable([['tools mistaken for one another', '', 'times', 'lines'], ...rows], [2])];
}

function renderSuspicions({ suspicions }: PreflightReport): string {
  if (suspicions.length === 0) return 'No record is believed to be mislabelled.';
  const shown = suspicions.slice(0, SUSPICIONS_SHOWN).map(({ line, query, tool, path, given, believed, reason }) => {
    const what = path === null ? `tool ${tool ?? '(no call)'}` : `${tool}${path}`;
    const values = path === null ? `believed ${show(believed)}` : `has ${show(given)}, believed ${show(believed)}`;
    return [`  line ${line}  ${what}  ${values}`, `    ${clip(query)}`, `    ${clip(reason)}`].join('\n');
  });
  const rest = suspicions.length - shown.length;
  return [
    `${formatCount(suspicions.length)} records believed to be mislabelled, surest first`,
    ...shown,
    ...(rest > 0 ? [`  and ${formatCount(rest)} more (--json has all)`] : []),
  ].join('\n');
}

function renderCurve({ points, accuracyAtTwice, wouldMoreHelp }: PreflightReport['learningCurve']): string {
  const rows = points.map(({ lessons, toolAccuracy, accuracy }) => [
    `  ${formatCount(Math.round(lessons))}`,
    `${percent(toolAccuracy)}%`,
    `${percent(accuracy)}%`,
    '█'.repeat(Math.round(accuracy * 30)),
  ]);
  const twice =
    accuracyAtTwice === null
      ? 'The curve allows no extrapolation.'
      : `Twice the data: about ${percent(accuracyAtTwice)}% expected; more data ${wouldMoreHelp ? 'would help' : 'would hardly help'}.`;
  return [renderTable([['lessons trained on', 'tool', 'whole call', ''], ...rows], [1, 2]), twice].join('\n');
}

function linesOf(lines: readonly number[]): string {
  const shown = lines.slice(0, LINES_SHOWN).join(', ');
  return lines.length > LINES_SHOWN ? `${shown}, …` : shown;
}

function show(value: unknown): string {
  return clip(value === null ? 'none' : JSON.stringify(value));
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
