import { join } from 'node:path';
import { nextRoundStep, type PlannedTool, ROUND_STEPS, type Round, type RoundReport } from '@imaginarium/contracts';
import type { LoadedProject, ProjectConfig, RoundDetail, RoundResult } from '@imaginarium/pipeline/rounds';
import { formatCost, formatCount, formatDuration, renderTable } from './format.ts';
import { renderGate, renderImprovements, renderProposals } from './round-gate.ts';
import { renderMatrix } from './round-matrix.ts';
import { outlookOf, renderRoundSteps } from './round-next-steps.ts';
import {
  failureInWords,
  fateOf,
  pathFromHere,
  removedInWords,
  targetInWords,
  timeOf,
  toolsInWords,
  totalsOf,
  wrapNames,
  wrapText,
} from './round-words.ts';
import { differenceText } from './tool-difference.ts';
import { renderWaterfall } from './waterfall.ts';

/** Changed tools that are told one by one. */
const CHANGES_SHOWN = 20;

/** All that a project knows of one round. */
export function renderRoundDetail(
  detail: Omit<RoundDetail, 'ledgers'>,
  { config, folder: project }: Pick<LoadedProject, 'config' | 'folder'>,
): string {
  const { round, folder, nextStep, waterfall, report } = detail;
  const parts = [
    renderHead(round, folder, nextStep),
    renderPlannedTools(round.tools),
    renderTargets(round),
    renderSteps(round),
    removedInWords(round),
    waterfall === null ? '' : `waterfall\n${renderWaterfall(waterfall)}`,
    report ? renderMix(report) : '',
    renderTraining(round),
    round.gate ? renderGate(round.gate, { isWhole: true, kind: round.kind }) : '',
    ...(report ? reportParts(report) : []),
    round.gate && round.gate.proposals.length > 0 ? renderProposals(round.gate.proposals) : '',
    report ? `report  ${pathFromHere(join(folder, 'report.html'))}` : '',
    renderRoundSteps(project, { ...detail, ...outlookOf(config, report?.rounds ?? []) }),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What came of a round that was just worked on. */
export function renderRoundResult({ round, folder, project, report }: RoundResult, config: ProjectConfig): string {
  const nextStep = nextRoundStep(round) ?? null;
  const { calls, cost, time } = totalsOf(round);
  const parts = [
    [
      renderHead(round, folder, nextStep),
      wrapText(`tools: ${toolsInWords(round.tools)}`, '  '),
      ...(removedInWords(round) === '' ? [] : [`  ${removedInWords(round)}`]),
      `  ${formatCount(calls)} calls, ${formatCost(cost)}, ${formatDuration(time)}`,
    ].join('\n'),
    report ? renderMix(report) : '',
    renderTraining(round),
    round.gate ? renderGate(round.gate, { isWhole: false, kind: round.kind }) : '',
    ...(report ? reportParts(report) : []),
    round.gate && !round.gate.isPassed && round.gate.proposals.length > 0 ? renderProposals(round.gate.proposals) : '',
    report ? `report  ${pathFromHere(join(folder, 'report.html'))}` : '',
    renderRoundSteps(project, { round, nextStep, ...outlookOf(config, report?.rounds ?? []) }),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function reportParts({ matrices: [matrix], improvements }: RoundReport): string[] {
  return [
    matrix === undefined ? '' : renderMatrix(matrix),
    improvements.length > 0 ? renderImprovements(improvements) : '',
  ];
}

function renderHead(round: Round, folder: string, nextStep: RoundDetail['nextStep']): string {
  const { number, kind, state, acceptedBecause, failure } = round;
  const stands = state === 'open' && nextStep !== null ? `open, next ${nextStep}` : state;
  const lines = [`round ${number} (${kind}): ${stands}   ${pathFromHere(folder)}`];
  if (acceptedBecause) lines.push(wrapText(`accepted because: ${acceptedBecause}`, '  '));
  if (failure) {
    lines.push(wrapText(failureInWords(failure), '  '));
    if (failure.hint && failure.code !== 'input/checkpoint-wanted') lines.push(wrapText(`hint: ${failure.hint}`, '  '));
  }
  return lines.join('\n');
}

/** New and kept tools by name, each changed or dropped one with what changed and what is done about it. */
export function renderPlannedTools(tools: readonly PlannedTool[]): string {
  const named = (fate: string) => tools.filter((tool) => fateOf(tool) === fate).map(({ tool }) => tool);
  const list = (fate: string) => (named(fate).length > 0 ? [`  ${fate}`, wrapNames(named(fate), '    ')] : []);
  const told = tools.filter((tool) => !['new', 'kept'].includes(fateOf(tool)));
  const changed = told.slice(0, CHANGES_SHOWN).map((tool) => {
    const { before, differences, reason } = tool;
    const name = before !== null && before !== tool.tool ? `${before} → ${tool.tool}` : tool.tool;
    const changes = differences.map(differenceText).join('; ');
    const lines = [`  ${fateOf(tool)}  ${name}`];
    if (changes !== '') lines.push(wrapText(changes, '    '));
    lines.push(wrapText(reason, '    '));
    return lines.join('\n');
  });
  const rest = told.length - changed.length;
  return [
    `tools: ${toolsInWords(tools)}`,
    ...list('new'),
    ...changed,
    ...(rest > 0 ? [`  and ${formatCount(rest)} more (--json has all)`] : []),
    ...list('kept'),
  ].join('\n');
}

export function renderTargets({ targets }: Pick<Round, 'targets'>): string {
  if (targets.length === 0) return '';
  const rows = targets.map((target) => [`  ${targetInWords(target)}`, formatCount(target.trials)]);
  return ['aims at', renderTable([['  what went wrong (misses)', 'trials'], ...rows], [1])].join('\n');
}

function renderSteps({ steps, tools, gate }: Round): string {
  const rows = ROUND_STEPS.flatMap((name) => {
    const step = steps[name];
    if (!step) return [];
    const counts = Object.entries(step.counts).map(([what, count]) => `${formatCount(count)} ${what}`);
    const came =
      name === 'plan' ? toolsInWords(tools) : name === 'gate' && gate ? passedOrNot(gate.isPassed) : counts.join(', ');
    const time = step.finishedAt === null ? '' : formatDuration(timeOf(step));
    return [[`  ${name}`, step.state, time, formatCount(step.calls), formatCost(step.cost), clip(came, 34)]];
  });
  if (rows.length === 0) return '';
  return renderTable([['  step', 'state', 'time', 'calls', 'cost', ''], ...rows], [2, 3, 4]);
}

function renderMix({ mix }: RoundReport): string {
  if (mix.length === 0) return '';
  const rows = mix.map(({ origin, round, records }) => [
    `  ${origin}`,
    round === null ? '' : `of round ${round}`,
    formatCount(records),
  ]);
  const all = mix.reduce((sum, { records }) => sum + records, 0);
  return ['trained on', renderTable([...rows, ['  records', 'in all', formatCount(all)]], [2])].join('\n');
}

function renderTraining({ training }: Round): string {
  if (training === null) return '';
  const { endpoint, from, job, checkpoint } = training;
  const rows = [
    ['  from', from],
    ['  job', job ?? 'none: the checkpoint was named'],
    ['  checkpoint', checkpoint ?? 'none yet'],
  ];
  return [`training at ${endpoint}`, renderTable(rows)].join('\n');
}

function passedOrNot(isPassed: boolean): string {
  return isPassed ? 'passed' : 'not passed';
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
