import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Html, html, trusted } from './html.ts';

/** Pixels at which a chart is drawn; each figure shows the one that fits the screen. */
export type ChartWidth = 'wide' | 'narrow';
export const chartWidths: Readonly<Record<ChartWidth, number>> = { wide: 1080, narrow: 358 };

export const fontSize = 12;
const { document } = parseHTML('<!doctype html><html><body></body></html>');

/**
 * Draws a chart as an SVG of the page's own colours (CSS variables), readable without its style sheet.
 * @param description what a person who cannot see the chart hears
 */
export function drawChart(description: string, options: Plot.PlotOptions): Html {
  const svg = Plot.plot({ ...options, document, className: 'plot', style: undefined });
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', description);
  svg.setAttribute('font-size', String(fontSize));
  svg.removeAttribute('font-family');
  return trusted(svg.outerHTML);
}

/** A captioned chart: drawn for a wide and for a narrow screen, of which the style sheet shows one. */
export function figure(caption: Html | string, draw: (width: ChartWidth) => Html, label: string): Html {
  return html`<figure>
<figcaption>${caption}</figcaption>
<div class="wide scroll" role="region" aria-label="${label}" tabindex="0">${draw('wide')}</div>
<div class="narrow">${draw('narrow')}</div>
</figure>`;
}

/** A table wider than a small screen: it scrolls by itself, by keyboard too. */
export function scrollTable(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}
