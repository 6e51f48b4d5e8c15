import type { Change, MatrixRow, Metric, RoundMatrix } from '@imaginarium/contracts';
import { formatCount, renderTable } from './format.ts';

/** Rounds side by side in one table, and tools that a person reads of a long list. */
const ROUNDS_SHOWN = 4;
const TOOLS_SHOWN = 8;

const METRICS = { toolMatch: 'right tool', correct: 'whole call right' } as const;

/** Round x batch as a table, and what follows from it: what was forgotten and what later rounds gave back. */
export function renderMatrix({ profile, metric, rounds, tools, batches, average, ...means }: RoundMatrix): string {
  const parts: string[] = [];
  for (let first = 0; first < rounds.length; first += ROUNDS_SHOWN) {
    const shown = rounds.slice(first, first + ROUNDS_SHOWN);
    const row = (name: string, cells: readonly (Metric | null)[]) => [
      `  ${name}`,
      ...shown.map((_, at) => shareText(cells[first + at] ?? null)),
    ];
    const rows = [...batches.map((batch) => row(batchName(batch), batch.cells)), row('all so far', average)];
    parts.push(renderTable([['  tools of', ...shown.map((number) => `after round ${number}`)], ...rows]));
  }
  const head = `${METRICS[metric]} (${profile}), in %, with 95 % intervals`;
  const lines = [head, parts.join('\n\n')];
  if (means.forgetting !== null)
    lines.push(
      '',
      renderTable([
        ['  in points, since', 'forgetting', 'backward transfer'],
        ...batches.filter(hasHistory).map((batch) => [`  ${batchName(batch)}`, ...changesOf(batch)]),
        ['  mean of tools', ...changesOf(means)],
      ]),
      ...renderLosses(tools),
    );
  return lines.join('\n');
}

function renderLosses(tools: readonly MatrixRow[]): string[] {
  const lost = tools.filter(({ forgetting }) => (forgetting?.value ?? 0) > 0);
  if (lost.length === 0) return ['  no old tool has lost anything since its best round'];
  const worst = lost.sort((a, b) => (b.forgetting?.value ?? 0) - (a.forgetting?.value ?? 0));
  const rows = worst.slice(0, TOOLS_SHOWN).map((tool) => {
    const shares = tool.cells.flatMap((cell) => (cell?.value == null ? [] : [Math.round(cell.value * 100)]));
    return [`  ${tool.name}`, shares.slice(-ROUNDS_SHOWN).join(' → '), changeText(tool.forgetting)];
  });
  const more =
    lost.length > TOOLS_SHOWN ? [`  and ${formatCount(lost.length - TOOLS_SHOWN)} more (--json has all)`] : [];
  return ['', renderTable([['  lost most', '% by round', 'forgetting'], ...rows]), ...more];
}

function hasHistory({ forgetting }: MatrixRow): boolean {
  return forgetting !== null;
}

function batchName({ name, tools }: MatrixRow): string {
  return `round ${name} (${formatCount(tools.length)})`;
}

function changesOf({ forgetting, backwardTransfer }: Pick<MatrixRow, 'forgetting' | 'backwardTransfer'>): string[] {
  return [changeText(forgetting), changeText(backwardTransfer)];
}

/** `92 (85–96)` */
function shareText(metric: Metric | null): string {
  if (metric?.value == null) return '–';
  const { value, low, high } = metric;
  return `${whole(value)}${low === null || high === null ? '' : ` (${whole(low)}–${whole(high)})`}`;
}

/** `+12 (−3 to +20)`, in percentage points. */
export function changeText(change: Pick<Change, 'value' | 'low' | 'high'> | null): string {
  if (change === null) return '–';
  const { value, low, high } = change;
  return `${signed(value)}${low === null || high === null ? '' : ` (${signed(low)} to ${signed(high)})`}`;
}

function whole(share: number): string {
  return String(Math.round(share * 100));
}

function signed(share: number): string {
  const points = Math.round(share * 100);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}
