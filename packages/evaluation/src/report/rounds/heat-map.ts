import { figure } from '../chart.ts';
import type { Html } from '../html.ts';
import type { HeatFrame } from './heat-frame.ts';
import { drawNarrowHeat } from './heat-narrow.ts';
import type { HeatRow } from './heat-row.ts';
import { drawWideHeat } from './heat-wide.ts';

/** Lines by rounds, each cell with its share; beside them what was forgotten, with its interval. */
export function drawHeatMap(frame: HeatFrame, rows: readonly HeatRow[], caption: Html, label: string): Html {
  const lines = rows.filter(({ cells }) => cells !== null).length;
  const description = `${label}: ${lines} lines by ${frame.rounds.length} rounds. The table gives every figure.`;
  const draw = { wide: drawWideHeat, narrow: drawNarrowHeat };
  return figure(caption, (width) => draw[width](frame, rows, description), label);
}
