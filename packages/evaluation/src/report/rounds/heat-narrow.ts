import * as Plot from '@observablehq/plot';
import { chartWidths } from '../chart.ts';
import { fitLabel } from '../fit-label.ts';
import type { Html } from '../html.ts';
import { points } from '../write-figures.ts';
import { cellHeight, heatCells } from './heat-cells.ts';
import type { HeatFrame } from './heat-frame.ts';
import type { HeatRow } from './heat-row.ts';
import { drawPixels } from './pixel-chart.ts';

/** Pixels. */
const head = 26;
const nameHeight = 22;
const cell = { least: 29, most: 76 };
/** Of the forgetting that stands at the end of a line. */
const noteWidth = 62;

/** Rounds that a narrow screen shows. */
export function narrowRounds({ extents }: Pick<HeatFrame, 'extents'>): number {
  return Math.floor(roomOf(extents) / cell.least);
}

/** Names stand above their cells, and of many rounds the last ones only: no narrow screen holds more. */
export function drawNarrowHeat({ rounds, extents }: HeatFrame, rows: readonly HeatRow[], description: string): Html {
  const skipped = Math.max(0, rounds.length - narrowRounds({ extents }));
  const shown = rounds.slice(skipped);
  const width = Math.min(cell.most, Math.floor(roomOf(extents) / shown.length));
  const tops = [head];
  for (const { cells } of rows) tops.push((tops.at(-1) ?? 0) + nameHeight + (cells === null ? 2 : cellHeight));
  const topOf = (line: number) => tops[line] ?? 0;
  const top = (line: number) => topOf(line) + nameHeight;
  const notes = rows.flatMap(({ forgetting }, line) =>
    forgetting === null ? [] : [{ y: top(line) + cellHeight / 2, words: points(forgetting.value) }],
  );
  const note = { x: chartWidths.narrow - 2, textAnchor: 'end' } as const;
  return drawPixels(description, chartWidths.narrow, topOf(rows.length) + 6, [
    ...heatCells(rows, shown, skipped, { x: 1, width, hasSign: false, top }, 12),
    Plot.text(rows, {
      x: 0,
      y: (_: HeatRow, line: number) => topOf(line) + 13,
      text: ({ label }: HeatRow) => fitLabel(label, chartWidths.narrow - 30),
      textAnchor: 'start',
      fill: ({ cells }: HeatRow) => (cells === null ? 'var(--muted)' : 'currentColor'),
      fontWeight: 600,
    }),
    extents === null ? null : Plot.text(['Forgot'], { ...note, y: 12, text: ['Forgot'], fontWeight: 600 }),
    Plot.text(notes, { ...note, y: 'y', text: 'words' }),
  ]);
}

function roomOf(extents: HeatFrame['extents']): number {
  return chartWidths.narrow - (extents === null ? 0 : noteWidth) - 2;
}
