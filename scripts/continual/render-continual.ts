import type { Change, GateVerdict, Metric, Miss, RoundMatrix, RoundReport } from '@imaginarium/contracts';
import { type Fate, isReplayShown, type Retention } from './compare-retention.ts';
import type { BothOutcomes } from './run-both.ts';
import type { ProjectOutcome } from './run-project.ts';

/** The round matrices of both projects, one above the other, what follows from each, and in words what became of the old tools. */
export function renderContinual({ withoutReplay, withReplay, comparison }: BothOutcomes): string {
  const [left, right] = [withoutReplay, withReplay].map(({ report }) => report.matrices[0]) as [
    RoundMatrix,
    RoundMatrix,
  ];
  return [
    `Share of ${left.metric === 'correct' ? 'whole calls' : 'tools'} right (${left.profile}) in %, with 95 % intervals over tools.`,
    '',
    renderStacked(left, right),
    '',
    renderTable([...factsOf('without replay', withoutReplay, left), [], ...factsOf('with replay', withReplay, right)]),
    '',
    `Without replay the old tools ${told(comparison.withoutReplay)}.`,
    `With replay the old tools ${told(comparison.withReplay)}.`,
    differenceInWords(comparison),
  ].join('\n');
}

const FATES: Readonly<Record<Fate, string>> = {
  collapsed: 'collapsed: shown to have lost more than half of what they knew',
  held: 'held: shown to have lost no more than the margin of the gate',
  lost: 'did not collapse and did not quite hold: shown to have lost some, maybe more than the margin of the gate',
  'cannot-tell': 'cannot be told to have lost anything, nor to have held: too few items',
};

function told({ fate, learned, now, change }: Retention): string {
  return `${FATES[fate]} (${percent(learned)} % right when learned, ${percent(now)} % now, ${changeText(change)} points)`;
}

function differenceInWords(comparison: BothOutcomes['comparison']): string {
  const points = `${changeText(comparison.difference)} points, the same items in pairs`;
  return isReplayShown(comparison)
    ? `Replay is shown to keep old tools: ${points}.`
    : `Replay is not shown to keep old tools: ${points}.`;
}

/** What follows from the matrix of one project. */
function factsOf(title: string, outcome: ProjectOutcome, matrix: RoundMatrix): string[][] {
  const { report } = outcome;
  return [
    [title],
    ['  all tools, last round', cellText(matrix.average.at(-1))],
    ['  forgetting', changeText(matrix.forgetting)],
    ['  backward transfer', changeText(matrix.backwardTransfer)],
    ...report.rounds.map(({ number, gate }) => [`  gate of round ${number}`, gateText(gate)]),
    ['  records, last round', mixText(report)],
    ['  misses of old tools', missesText(outcome)],
  ];
}

/** The matrices one above the other, in the same columns: side by side four rounds are wider than a terminal. */
function renderStacked(left: RoundMatrix, right: RoundMatrix): string {
  return renderTable([...rowsOf('without replay', left), [], ...rowsOf('with replay', right)]);
}

/** A title with the rounds, and a row of cells for each batch. */
function rowsOf(title: string, { rounds, batches, average }: RoundMatrix): string[][] {
  return [
    [title, ...rounds.map((number) => `round ${number}`)],
    ...batches.map(({ name, tools, cells }) => [`  batch ${name} (${tools.length})`, ...cells.map(cellText)]),
    ['  all so far', ...average.map(cellText)],
  ];
}

/** `78 (43–94)` */
function cellText(metric: Metric | null | undefined): string {
  if (metric?.value == null) return '';
  const { value, low, high } = metric;
  return low === null || high === null ? percent(value) : `${percent(value)} (${percent(low)}–${percent(high)})`;
}

/** `−9 (−16 to −3)` */
function changeText(change: Change | null): string {
  if (change === null) return '–';
  const { value, low, high } = change;
  return low === null || high === null ? signed(value) : `${signed(value)} (${signed(low)} to ${signed(high)})`;
}

function gateText(gate: GateVerdict | null | undefined): string {
  if (!gate) return '–';
  const worse = gate.oldTools.filter(({ verdict }) => verdict === 'worse').length;
  const below = gate.newTools.filter(({ verdict }) => verdict === 'below').length;
  const together = gate.allOld?.verdict === 'worse' ? ' and all together' : '';
  return `${gate.isPassed ? 'passed' : 'not passed'}: ${worse} of ${gate.oldTools.length} old worse${together}, ${below} of ${gate.newTools.length} new below target`;
}

function mixText({ mix }: RoundReport): string {
  const count = (origin: string) => mix.reduce((sum, one) => sum + (one.origin === origin ? one.records : 0), 0);
  return `${count('example')} own, ${count('replay')} replayed, ${count('general')} general`;
}

/** How calls to the tools learned before the last round went wrong. */
function missesText({ report, evaluation }: ProjectOutcome): string {
  const [matrix] = report.matrices;
  const old = new Set(
    matrix?.tools.filter(({ learnedIn }) => learnedIn < report.rounds.length).map(({ name }) => name),
  );
  const scores = matrix && evaluation.evaluations[0]?.scores[matrix.profile];
  const misses = scores?.tools.filter(({ tool }) => old.has(tool)) ?? [];
  const count = (...kinds: Miss[]) =>
    misses.reduce((sum, tool) => sum + kinds.reduce((of, kind) => of + (tool.misses[kind] ?? 0), 0), 0);
  const inArguments = count('missing-argument', 'unexpected-argument', 'wrong-value');
  return `${count('wrong-tool')} another tool, ${count('no-call')} no call, ${inArguments} arguments`;
}

const percent = (share: number) => String(Math.round(share * 100));

function signed(share: number): string {
  const points = Math.round(share * 100);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}

function renderTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
