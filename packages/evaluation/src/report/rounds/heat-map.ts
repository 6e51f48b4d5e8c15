import type { Metric, RoundMatrix } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { chartWidths, drawChart, figure } from '../chart.ts';
import { fitLabel, longestWidth } from '../fit-label.ts';
import { type Html, html, trusted } from '../html.ts';
import { changeColumn } from './change-column.ts';
import { cellTitle, type HeatRow } from './heat-row.ts';

/** Of fewer items, one is worth more than ten points. */
export const fewItems = 10;
/** Pixels. */
const longestLabel = 250;
const head = 44;
const cellHeight = 24;
const columnGap = 22;
const changeWidth = 176;
const narrowestCell = 29;
/** Pixels of the forgetting that stands beside the cells of a narrow screen. */
const narrowNote = 62;

interface Cell {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  step: number;
  words: string;
  title: string;
  isFew: boolean;
}

interface Place {
  x: number;
  width: number;
  hasSign: boolean;
  /** Upper edge of a line's cells. */
  top: (line: number) => number;
}

/** Lines by rounds, each cell with its share; beside them what was forgotten, with its interval. */
export function drawHeatMap(matrix: RoundMatrix, rows: readonly HeatRow[], caption: Html, label: string): Html {
  const description = `${label}: ${rows.filter(({ cells }) => cells !== null).length} lines by ${matrix.rounds.length} rounds. The table gives every figure.`;
  return figure(
    caption,
    (width) => (width === 'wide' ? drawWide(matrix, rows, description) : drawNarrow(matrix, rows, description)),
    label,
  );
}

function drawWide({ rounds }: RoundMatrix, rows: readonly HeatRow[], description: string): Html {
  const left = longestWidth(rows.map(({ label }) => fitLabel(label, longestLabel))) + 12;
  const isCompared = rows.some(({ forgetting }) => forgetting !== null);
  const beside = isCompared ? 2 * (changeWidth + columnGap) : 0;
  const cell = Math.min(76, Math.max(46, Math.floor((chartWidths.wide - left - beside - 2) / rounds.length)));
  const top = (line: number) => head + line * cellHeight;
  const right = left + rounds.length * cell;
  const height = top(rows.length) + 4;
  const middle = (line: number) => top(line) + cellHeight / 2;
  const change = (name: string, x: number, read: (row: HeatRow) => HeatRow['forgetting']) =>
    changeColumn(
      name,
      rows.flatMap((row, line) => {
        const found = read(row);
        return found === null ? [] : [{ label: row.label, y: middle(line), change: found }];
      }),
      { left: x, right: x + changeWidth - 8, top: head, bottom: height - 4 },
    );
  return draw(description, chartWidths.wide >= right + beside ? chartWidths.wide : right + beside + 2, height, [
    ...headings(rounds, { x: left, width: cell }),
    ...cellMarks(cellsOf(rows, rounds, 0, { x: left, width: cell, hasSign: true, top })),
    ...gaps(rows, rounds, 0, { x: left, width: cell, hasSign: true, top }),
    ...labelMarks(rows, (row, line) => ({
      x: row.cells === null ? 0 : left - 8,
      y: middle(line),
      words: fitLabel(row.label, longestLabel),
    })),
    ...(isCompared
      ? [
          ...change('Forgetting, points', right + columnGap, ({ forgetting }) => forgetting),
          ...change('Backward transfer, points', right + changeWidth + 2 * columnGap, (row) => row.backwardTransfer),
        ]
      : []),
  ]);
}

/** Names stand above their cells, and of many rounds the last ones only: no narrow screen holds more. */
function drawNarrow({ rounds }: RoundMatrix, rows: readonly HeatRow[], description: string): Html {
  const isCompared = rows.some(({ forgetting }) => forgetting !== null);
  const room = chartWidths.narrow - (isCompared ? narrowNote : 0) - 2;
  const skipped = Math.max(0, rounds.length - narrowRounds(isCompared));
  const shown = rounds.slice(skipped);
  const width = Math.min(76, Math.floor(room / shown.length));
  const nameHeight = 20;
  const line = nameHeight + cellHeight - 2;
  const tops = rows.reduce<number[]>(
    (all, row) => [...all, (all.at(-1) ?? 0) + (row.cells === null ? nameHeight + 4 : line)],
    [head - 16],
  );
  const topOf = (index: number) => tops[index] ?? 0;
  const place: Place = { x: 1, width, hasSign: false, top: (index) => topOf(index) + nameHeight };
  const notes = rows.flatMap(({ forgetting }, index) =>
    forgetting === null ? [] : [{ y: place.top(index) + cellHeight / 2 - 1, words: writeForgotten(forgetting.value) }],
  );
  return draw(description, chartWidths.narrow, (tops.at(-1) ?? 0) + 6, [
    ...headings(shown, place, 12),
    ...cellMarks(cellsOf(rows, shown, skipped, place)),
    ...gaps(rows, shown, skipped, place),
    Plot.text(rows, {
      x: 0,
      y: (_: HeatRow, index: number) => topOf(index) + 11,
      text: ({ label }: HeatRow) => fitLabel(label, chartWidths.narrow - 30),
      textAnchor: 'start',
      fill: ({ cells }: HeatRow) => (cells === null ? 'var(--muted)' : 'currentColor'),
      fontWeight: 600,
    }),
    ...(isCompared
      ? [
          Plot.text([{}], {
            x: chartWidths.narrow - 2,
            y: 12,
            text: () => 'Forgot',
            textAnchor: 'end',
            fill: 'var(--muted)',
            fontWeight: 600,
          }),
          Plot.text(notes, { x: chartWidths.narrow - 2, y: 'y', text: 'words', textAnchor: 'end' }),
        ]
      : []),
  ]);
}

/** Rounds that a narrow screen shows. */
export function narrowRounds(isCompared: boolean): number {
  return Math.floor((chartWidths.narrow - (isCompared ? narrowNote : 0) - 2) / narrowestCell);
}

function draw(description: string, width: number, height: number, marks: Plot.Markish[]): Html {
  return drawChart(description, {
    width,
    height,
    margin: 0,
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
    color: { type: 'identity' },
    marks,
  });
}

function headings(rounds: readonly number[], { x, width }: Pick<Place, 'x' | 'width'>, y = head - 12): Plot.Markish[] {
  return [
    Plot.text(rounds, {
      x: (_: number, index: number) => x + (index + 0.5) * width,
      y,
      text: (round: number) => (width >= 66 ? `Round ${round}` : `R${round}`),
      fontWeight: 600,
    }),
  ];
}

function cellsOf(rows: readonly HeatRow[], rounds: readonly number[], skipped: number, place: Place): Cell[] {
  return rows.flatMap(({ label, cells }, line) =>
    rounds.flatMap((round, index): Cell[] => {
      const metric = cells?.[index + skipped] ?? null;
      if (metric === null || metric.value === null) return [];
      const x1 = place.x + index * place.width + 1;
      const y1 = place.top(line) + 1;
      return [
        {
          x1,
          x2: x1 + place.width - 2,
          y1,
          y2: y1 + cellHeight - 3,
          step: stepOf(metric.value),
          words: `${Math.round(metric.value * 100)}${place.hasSign ? '%' : ''}`,
          title: cellTitle(label, round, metric),
          isFew: isFew(metric),
        },
      ];
    }),
  );
}

function cellMarks(cells: readonly Cell[]): Plot.Markish[] {
  const box = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', title: 'title', rx: 3 } as const;
  const fill = ({ step }: Cell) => `var(--share-${step})`;
  const few = cells.filter((cell) => cell.isFew);
  const many = cells.filter((cell) => !cell.isFew);
  return [
    Plot.rect(many, { ...box, fill, stroke: 'var(--line)' }),
    Plot.rect(few, { ...box, fill, stroke: 'var(--text)', strokeDasharray: '3 3' }),
    Plot.text(cells, {
      x: ({ x1, x2 }: Cell) => (x1 + x2) / 2,
      y: ({ y1, y2 }: Cell) => (y1 + y2) / 2,
      text: 'words',
      fill: ({ step }: Cell) => `var(--share-text-${step})`,
    }),
  ];
}

/** Learned, but not tested after that round: a dash, where what was not learned yet stays empty. */
function gaps(rows: readonly HeatRow[], rounds: readonly number[], skipped: number, place: Place): Plot.Markish[] {
  const found = rows.flatMap(({ cells, learnedIn }, line) =>
    rounds.flatMap((round, index) =>
      cells === null || round < learnedIn || (cells[index + skipped]?.value ?? null) !== null
        ? []
        : [{ x: place.x + (index + 0.5) * place.width, y: place.top(line) + cellHeight / 2 }],
    ),
  );
  return [Plot.text(found, { x: 'x', y: 'y', text: () => '–', fill: 'var(--muted)' })];
}

function labelMarks(
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

/** Whether so few items were tested that one of them is worth more than ten points. */
function isFew({ of }: Metric): boolean {
  return of < fewItems;
}

/** Step of the colours, 0 to 9: ten points each, the last with the whole. */
function stepOf(share: number): number {
  return Math.min(9, Math.max(0, Math.floor(share * 10 + 1e-9)));
}

function writeForgotten(value: number): string {
  const written = Math.abs(value * 100).toFixed(1);
  return Number(written) === 0 ? '0.0' : `${value < 0 ? '−' : ''}${written}`;
}

/** What the colours and outlines mean. */
export function heatLegend(): Html {
  const steps = Array.from({ length: 10 }, (_, step) => {
    const x = step * 34;
    return `<rect x="${x + 1}" y="1" width="32" height="22" rx="3" fill="var(--share-${step})" stroke="var(--line)"/><text x="${x + 17}" y="16" text-anchor="middle" fill="var(--share-text-${step})">${step * 10}</text>`;
  });
  const svg = trusted(
    `<svg class="plot ramp" width="342" height="26" viewBox="0 0 342 26" font-size="12" role="img" aria-label="Colours from 0 to 100 per cent, a step for each ten points">${steps.join('')}</svg>`,
  );
  return html`<p>Each cell is a share in per cent, coloured by its ten points:</p>${svg}
<p class="note">Dashed outline: fewer than ${fewItems} items, so that one is worth more than ten points. Empty: not learned yet. Dash: not tested.</p>`;
}
