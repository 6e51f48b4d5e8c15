import { relative } from 'node:path';
import type {
  Agreement,
  DataProblem,
  Evaluation,
  EvaluationReport,
  Metric,
  Profile,
  Score,
} from '@imaginarium/contracts';
import { formatCost, formatCount, formatDuration, renderTable } from './format.ts';

const NAMES_SHOWN = 8;
const LINES_SHOWN = 8;
const MISSES_SHOWN = 3;
const WIDTH = 110;

/** What a person wants to know of each predictions file first; the page has the rest. */
export function renderEvaluations({ evaluations }: EvaluationReport, profile: Profile): string {
  const render = evaluations.length === 1 ? renderEvaluation : renderBriefly;
  return evaluations.map((evaluation) => render(evaluation, profile)).join('\n\n');
}

/** One of several: what sets it apart. */
function renderBriefly(evaluation: Evaluation): string {
  const { scores, problems } = evaluation;
  return [renderHead(evaluation), renderScores(scores.ste, scores.strict), renderProblems(problems)]
    .filter((part) => part !== '')
    .join('\n');
}

function renderEvaluation(evaluation: Evaluation, profile: Profile): string {
  const { scores } = evaluation;
  const score = scores[profile];
  return [
    renderHead(evaluation),
    renderScores(scores.ste, scores.strict),
    renderMisses(evaluation, score),
    renderTools(score),
    renderMissExamples(evaluation, profile),
    renderUsage(evaluation),
    renderProblems(evaluation.problems),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderHead({ header, predictions }: Evaluation): string {
  const { name, repetitions, data } = header;
  const repeated = repetitions > 1 ? `, each asked ${repetitions} times` : '';
  return [
    `${name}  ${formatCount(predictions)} predictions on ${formatCount(data.items)} items${repeated}`,
    `data ${data.hash.slice(0, 12)}  ${relative(process.cwd(), data.source) || data.source}`,
  ].join('\n');
}

/** Both profiles side by side, in percent with their 95 % intervals. */
function renderScores(ste: Score, strict: Score): string {
  const row = (name: string, metric: (score: Score) => Metric | null | undefined): string[][] => {
    const [left, right] = [metric(ste), metric(strict)];
    return left || right ? [[`  ${name}`, renderMetric(left), renderMetric(right)]] : [];
  };
  const undecided = Math.max(ste.undecided, strict.undecided);
  const table = renderTable([
    ['  %, 95 % interval by tool', 'ste', 'strict'],
    ...row('well-formed', ({ wellformed }) => wellformed),
    ...row('tool match (of well-formed)', ({ toolMatch }) => toolMatch),
    ...row('correct', ({ correct }) => correct),
    ...row('several calls correct', ({ multiCall }) => multiCall),
    ...row('no call where none is right', ({ irrelevance }) => irrelevance),
    ...ste.passHatK.flatMap(({ k }) =>
      row(`pass^${k}`, ({ passHatK }) => passHatK.find((pass) => pass.k === k)?.metric),
    ),
    ...(undecided > 0 ? [['  undecided', formatCount(ste.undecided), formatCount(strict.undecided)]] : []),
  ]);
  return undecided > 0
    ? `${table}\n  undecided: the paper judges these arguments by a model, and none was named (--judge MODEL); they count as not correct`
    : table;
}

/** `76.8 (68.8–83.7)  576/750` */
function renderMetric(metric: Metric | null | undefined): string {
  if (!metric || metric.value === null) return '–';
  const interval =
    metric.low === null || metric.high === null ? '' : ` (${percent(metric.low)}–${percent(metric.high)})`;
  const count = Number.isInteger(metric.count) ? `  ${formatCount(metric.count)}/${formatCount(metric.of)}` : '';
  return `${percent(metric.value)}${interval}${count}`;
}

export function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function renderMisses({ scores }: Evaluation, score: Score): string {
  const all = Object.entries(score.misses).sort(([, a], [, b]) => b - a);
  if (all.length === 0) return '';
  const other = scores[score.profile === 'ste' ? 'strict' : 'ste'];
  const classes = all.map(([miss, count]) => [`  ${miss}`, formatCount(count)]);
  const confusions = score.confusions.slice(0, LINES_SHOWN);
  const confused = confusions.map(({ expected, called, count }) => [
    `  ${expected}`,
    `→ ${called}`,
    formatCount(count),
  ]);
  const more = score.confusions.length - confusions.length;
  return [
    `misses (${score.profile}; ${other.profile} has ${formatCount(sum(Object.values(other.misses)))})`,
    renderTable(classes, [1]),
    ...(confused.length > 0
      ? [
          '',
          'tools taken for one another',
          renderTable(confused, [2]),
          ...(more > 0 ? [`  and ${more} more pairs`] : []),
        ]
      : []),
  ].join('\n');
}

function renderTools(score: Score): string {
  const worst = [...score.tools]
    .filter(({ total, correct }) => total > 0 && correct < total)
    .sort((a, b) => a.correct / a.total - b.correct / b.total || b.total - a.total || a.tool.localeCompare(b.tool))
    .slice(0, LINES_SHOWN);
  if (worst.length === 0 || score.tools.length < 2) return '';
  const rows = worst.map(({ tool, correct, total }) => {
    const bar = '█'.repeat(Math.round((correct / total) * 20)).padEnd(20, '░');
    return [`  ${tool}`, bar, `${formatCount(correct)}/${formatCount(total)}`];
  });
  const title = `tools with the fewest correct (${score.profile}; ${score.tools.length} tools in all)`;
  return [title, renderTable(rows, [2])].join('\n');
}

function renderMissExamples({ missExamples }: Evaluation, profile: Profile): string {
  const shown = missExamples.filter((example) => example.profile === profile).slice(0, MISSES_SHOWN);
  if (shown.length === 0) return '';
  const lines = shown.map(({ itemId, miss, query, expected, actual }) =>
    [
      `  ${itemId}  ${miss}`,
      `    query     ${oneLine(query)}`,
      `    expected  ${oneLine(expected)}`,
      `    actual    ${oneLine(actual)}`,
    ].join('\n'),
  );
  return ['for example', ...lines].join('\n');
}

function renderUsage({ usage, execution, disputes, agreement }: Evaluation): string {
  const { inputTokens, outputTokens, cost, costPerCorrect, latency } = usage;
  const lines: string[] = [];
  if (inputTokens + outputTokens > 0) {
    const each = costPerCorrect === null ? '' : `, ${formatCost(costPerCorrect)} a correct call`;
    const time = latency ? `, median ${formatDuration(latency.median)}, p95 ${formatDuration(latency.p95)}` : '';
    lines.push(
      `tokens ${formatCount(inputTokens)} in, ${formatCount(outputTokens)} out, ${formatCost(cost)}${each}${time}`,
    );
  }
  if (execution) {
    const left = Object.entries(execution.unchecked).map(([reason, count]) => `${formatCount(count)} ${reason}`);
    const rest = left.length > 0 ? `; not checked: ${left.join(', ')}` : '';
    lines.push(`same observation when executed: ${renderMetric(execution.same)}${rest}`);
  }
  if (agreement) {
    const agreed = ({ bothCorrect, bothWrong, total, share }: Agreement['judged']) =>
      share === null ? 'none' : `${percent(share)}% of ${formatCount(total)} (${formatCount(bothCorrect + bothWrong)})`;
    lines.push(
      `the strict comparison of arguments agrees with the saved verdicts of a judge on ${agreed(agreement.judged)}, of the paper's comparison on ${agreed(agreement.compared)}`,
    );
  }
  if (disputes)
    lines.push(`disputes ${formatCount(disputes.applied)} applied, ${formatCount(disputes.dismissed)} items dismissed`);
  return lines.join('\n');
}

/** Each kind by name and count: nothing is dropped silently. */
export function renderProblems(problems: readonly DataProblem[]): string {
  return problems
    .map(({ kind, count, message, names }) => {
      // Golds that went stale stand behind published figures: none is hidden.
      const shown = kind === 'stale-gold' ? names : names.slice(0, NAMES_SHOWN);
      const more = kind !== 'stale-gold' && count > shown.length ? ', …' : '';
      const named = shown.length > 0 ? ` (${shown.join(', ')}${more})` : '';
      return `note: ${count > 0 ? `${formatCount(count)}: ` : ''}${message}${named}`;
    })
    .join('\n');
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
