import type { Metric } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { cellTitle, type HeatRow } from './heat-row.ts';

/** Of fewer items, one is worth more than ten points. */
export const fewItems = 10;
/** Pixels from the top of one line's cells to that of the next. */
export const cellHeight = 24;

/** Where cells stand, in pixels. */
export interface CellPlace {
  x: number;
  width: number;
  /** Whether shares have room for their per cent sign. */
  hasSign: boolean;
  /** Upper edge of a line's cells. */
  top: (line: number) => number;
}

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

/**
 * The cells of a heat map and the numbers of their rounds above them.
 * @param skipped rounds of the matrix before the first that is shown
 */
export function heatCells(
  rows: readonly HeatRow[],
  rounds: readonly number[],
  skipped: number,
  place: CellPlace,
  headingY: number,
): Plot.Markish[] {
  const middle = (index: number) => place.x + (index + 0.5) * place.width;
  return [
    Plot.text(rounds, {
      x: (_: number, index: number) => middle(index),
      y: headingY,
      text: (round: number) => (place.width >= 66 ? `Round ${round}` : `R${round}`),
      fontWeight: 600,
    }),
    ...cellMarks(cellsOf(rows, rounds, skipped, place)),
    gaps(rows, rounds, skipped, place),
  ];
}

function cellsOf(rows: readonly HeatRow[], rounds: readonly number[], skipped: number, place: CellPlace): Cell[] {
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
function gaps(rows: readonly HeatRow[], rounds: readonly number[], skipped: number, place: CellPlace): Plot.Markish {
  const found = rows.flatMap(({ cells, learnedIn }, line) =>
    rounds.flatMap((round, index) =>
      cells === null || round < learnedIn || (cells[index + skipped]?.value ?? null) !== null
        ? []
        : [{ x: place.x + (index + 0.5) * place.width, y: place.top(line) + cellHeight / 2 }],
    ),
  );
  return Plot.text(found, { x: 'x', y: 'y', text: () => '–', fill: 'var(--muted)' });
}

/** Whether so few items were tested that one of them is worth more than ten points. */
function isFew({ of }: Metric): boolean {
  return of < fewItems;
}

/** Step of the colours, 0 to 9: ten points each, the last with the whole. */
function stepOf(share: number): number {
  return Math.min(9, Math.max(0, Math.floor(share * 10 + 1e-9)));
}
