import type * as Plot from '@observablehq/plot';
import { drawChart } from '../chart.ts';
import type { Html } from '../html.ts';

/** A chart whose scales are pixels and that draws no axes of its own. */
export function drawPixels(description: string, width: number, height: number, marks: Plot.Markish[]): Html {
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
