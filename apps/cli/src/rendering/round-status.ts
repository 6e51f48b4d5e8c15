import type { ProjectStatus, RoundSummary } from '@imaginarium/pipeline/rounds';
import { formatCost, formatCount, formatDuration, renderTable } from './format.ts';
import { outlookOf, renderRoundSteps } from './round-next-steps.ts';
import { failureInWords, fateOf, gateInWords, pathFromHere, TOOL_FATES, totalsOf, wrapText } from './round-words.ts';

/** Where a project stands: one line a round, what its last gate said, what to type next. */
export function renderStatus(status: ProjectStatus): string {
  const { config, folder, rounds, isRunning, worker } = status;
  const last = rounds.at(-1) ?? null;
  const head = `project ${config.name}   ${pathFromHere(folder)}`;
  const steps = (of: Parameters<typeof renderRoundSteps>[1]) =>
    worker ? renderWorker(worker) : renderRoundSteps(folder, of);
  if (last === null) return [head, 'No round yet.', '', steps(null)].join('\n');
  const lines = [head, '', renderRounds(status)];
  const { gate, acceptedBecause, failure, number, kind } = last.round;
  if (gate)
    lines.push(
      '',
      wrapText(`gate of round ${number}: ${gate.isPassed ? 'passed' : 'not passed'}, ${gateInWords(gate, kind)}`, ''),
    );
  if (acceptedBecause) lines.push(wrapText(`accepted because: ${acceptedBecause}`, ''));
  if (failure && !isRunning) {
    lines.push('', wrapText(failureInWords(failure, ` of round ${number}`), ''));
    if (failure.hint && failure.code !== 'input/checkpoint-wanted') lines.push(wrapText(`hint: ${failure.hint}`, ''));
  }
  const outlook = outlookOf(
    config,
    rounds.map(({ round }) => round),
  );
  return [...lines, '', steps({ ...last, ...outlook })].join('\n');
}

/** Nothing is to be typed before the process that works on the project ends. */
function renderWorker({ pid, host, since, path, isHere }: NonNullable<ProjectStatus['worker']>): string {
  const when = new Date(since).toISOString().slice(0, 16).replace('T', ' ');
  const who = `Process ${pid}${isHere ? '' : ` on ${host}`} works on the project since ${when} UTC.`;
  return isHere
    ? `${who}\nWait until it ends, or stop it: the same command goes on from there.`
    : `${who}\n${wrapText(`Whether it still runs cannot be seen from here. If it does not, delete ${pathFromHere(path)}.`, '')}`;
}

/** Columns that hold nothing are left out. */
function renderRounds({ rounds, isRunning }: ProjectStatus): string {
  const isAtWork = (summary: RoundSummary) => isRunning && summary === rounds.at(-1) && summary.nextStep !== null;
  const columns: [head: string, cell: (summary: RoundSummary) => string][] = [
    ['round', ({ round }) => String(round.number)],
    ['kind', ({ round }) => (rounds.every(({ round: each }) => each.kind === 'add') ? '' : round.kind)],
    ['state', (summary) => (isAtWork(summary) ? 'running' : summary.round.state)],
    ['next', ({ nextStep }) => nextStep ?? ''],
    ...TOOL_FATES.map((fate): (typeof columns)[number] => [
      fate === 'explored again' ? 'again' : fate,
      ({ round }) => countOrBlank(round.tools.filter((tool) => fateOf(tool) === fate).length),
    ]),
    ['calls', ({ calls }) => formatCount(calls)],
    ['cost', ({ cost }) => (cost === null ? 'unknown' : formatCost(cost))],
    ['time', ({ round }) => formatDuration(totalsOf(round).time)],
    ['gate', ({ round }) => shortGate(round.gate)],
  ];
  const shown = columns.filter(([, cell]) => rounds.some((summary) => cell(summary) !== ''));
  const right = shown.flatMap(([head], at) => (/kind|state|next|gate/.test(head) ? [] : [at]));
  return renderTable([shown.map(([head]) => head), ...rounds.map((row) => shown.map(([, cell]) => cell(row)))], right);
}

/** What stopped it; of a gate that passed the state says enough. */
function shortGate(gate: RoundSummary['round']['gate']): string {
  if (gate === null || gate.isPassed) return '';
  const count = (verdicts: readonly { verdict: string }[], verdict: string) =>
    verdicts.filter((tool) => tool.verdict === verdict).length;
  const [worse, below] = [count(gate.oldTools, 'worse'), count(gate.newTools, 'below')];
  const said = [...(worse > 0 ? [`${worse} worse`] : []), ...(below > 0 ? [`${below} below`] : [])];
  return said.join(', ') || 'not passed';
}

function countOrBlank(count: number): string {
  return count === 0 ? '' : formatCount(count);
}
