import type { Change } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { points } from '../write-figures.ts';

interface ChangeRow {
  label: string;
  /** Pixels from the top. */
  y: number;
  change: Change;
}

/** Pixels. */
interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A dot and its interval a line, in a column of a chart whose scales are pixels. Paler where the interval holds zero. */
export function changeColumn(
  name: string,
  rows: readonly ChangeRow[],
  [least, most]: readonly [number, number],
  frame: Frame,
): Plot.Markish[] {
  const scale = Plot.scale({
    x: { type: 'linear', domain: [least, most], range: [frame.left + 14, frame.right - 14] },
  });
  const place = (value: number) => Number(scale.apply(value));
  const color = ({ change }: ChangeRow) => (isShown(change) ? 'var(--text)' : 'var(--muted)');
  const dots = rows.map((row) => ({ ...row, title: titleOf(name, row) }));
  return [
    Plot.text([name], { x: frame.left, y: 8, text: [name], textAnchor: 'start', fontWeight: 600 }),
    ticks(least, most).flatMap((tick) => [
      Plot.link([tick], {
        x1: place(tick),
        x2: place(tick),
        y1: frame.top - 4,
        y2: frame.bottom,
        stroke: tick === 0 ? 'var(--muted)' : 'var(--grid)',
      }),
      Plot.text([tick], {
        x: place(tick),
        y: frame.top - 14,
        text: [tick === 0 ? '0' : `${tick < 0 ? '−' : '+'}${Math.round(Math.abs(tick) * 100)}`],
        fill: 'var(--muted)',
      }),
    ]),
    Plot.link(dots, {
      x1: ({ change: { low, value } }: ChangeRow) => place(low ?? value),
      x2: ({ change: { high, value } }: ChangeRow) => place(high ?? value),
      y1: 'y',
      y2: 'y',
      stroke: color,
      strokeWidth: 2,
    }),
    Plot.dot(dots, { x: ({ change }: ChangeRow) => place(change.value), y: 'y', r: 4, fill: color, title: 'title' }),
  ];
}

/** Whether an interval leaves out zero. */
function isShown({ low, high }: Change): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

function titleOf(name: string, { label, change: { value, low, high } }: ChangeRow): string {
  const range = low === null || high === null ? 'too few items for an interval' : `${points(low)} to ${points(high)}`;
  return `${label}, ${name.toLowerCase()}: ${points(value)} (${range})`;
}

/** Round numbers, zero among them, three to five. */
function ticks(least: number, most: number): number[] {
  const step = [0.05, 0.1, 0.2, 0.25, 0.5, 1].find((size) => (most - least) / size <= 4) ?? 1;
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step || 0);
}
