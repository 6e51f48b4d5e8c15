import * as Plot from '@observablehq/plot';
import { chartWidths } from '../chart.ts';
import { fitLabel, longestWidth } from '../fit-label.ts';
import type { Html } from '../html.ts';
import { changeColumn } from './change-column.ts';
import { cellHeight, heatCells } from './heat-cells.ts';
import type { HeatFrame } from './heat-frame.ts';
import type { HeatRow } from './heat-row.ts';
import { drawPixels } from './pixel-chart.ts';

/** Pixels. */
const column = { least: 172, most: 270, gap: 28 };
const cell = { least: 46, most: 76 };
const name = { least: 220, most: 390 };

/** Names, cells, and a column each for forgetting and backward transfer; wider than the page where rounds are many. */
export function drawWideHeat(
  { rounds, labels, extents }: HeatFrame,
  rows: readonly HeatRow[],
  description: string,
): Html {
  const head = extents === null ? 24 : 44;
  const beside = extents === null ? 0 : 2 * (column.least + column.gap);
  const room = chartWidths.wide - beside - 14;
  const longest = Math.min(name.most, Math.max(name.least, room - rounds.length * cell.most));
  const left = longestWidth(labels.map((label) => fitLabel(label, longest))) + 12;
  const width = Math.min(cell.most, Math.max(cell.least, Math.floor((room - left) / rounds.length)));
  const right = left + rounds.length * width;
  const wide = Math.min(column.most, Math.max(column.least, (chartWidths.wide - right) / 2 - column.gap));
  const top = (line: number) => head + line * cellHeight;
  const height = top(rows.length) + 4;
  const middle = (line: number) => top(line) + cellHeight / 2;
  const change = (words: string, from: number, which: 'forgetting' | 'backwardTransfer') =>
    extents === null
      ? []
      : changeColumn(
          words,
          rows.flatMap((row, line) => {
            const found = row[which];
            return found === null ? [] : [{ label: row.label, y: middle(line), change: found }];
          }),
          extents[which],
          { left: from, right: from + wide, top: head, bottom: height - 4 },
        );
  return drawPixels(description, Math.max(chartWidths.wide, right + beside + 2), height, [
    ...heatCells(rows, rounds, 0, { x: left, width, hasSign: true, top }, head - 14),
    ...names(rows, (row, line) => ({
      x: row.cells === null ? 0 : left - 8,
      y: middle(line),
      words: fitLabel(row.label, longest),
    })),
    ...change('Forgetting, points', right + column.gap, 'forgetting'),
    ...change('Backward transfer, points', right + wide + 2 * column.gap, 'backwardTransfer'),
  ]);
}

function names(
  rows: readonly HeatRow[],
  place: (row: HeatRow, line: number) => { x: number; y: number; words: string },
): Plot.Markish[] {
  const labels = rows.map((row, line) => ({ ...place(row, line), isHead: row.cells === null, title: row.label }));
  const position = { x: 'x', y: 'y', text: 'words', title: 'title' } as const;
  return [
    Plot.text(
      labels.filter(({ isHead }) => isHead),
      { ...position, textAnchor: 'start', fontWeight: 600, fill: 'var(--muted)', dy: 3 },
    ),
    Plot.text(
      labels.filter(({ isHead }) => !isHead),
      { ...position, textAnchor: 'end' },
    ),
  ];
}
