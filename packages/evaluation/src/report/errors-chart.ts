import type { Miss } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { type ChartWidth, chartWidths, drawChart, figure } from './chart.ts';
import { fitLabel } from './fit-label.ts';
import { type Html, html, trusted } from './html.ts';
import { percentTick } from './scores-chart.ts';
import { missWords, type Named, profiles } from './words.ts';
import { counted } from './write-figures.ts';

type Class = Miss | 'undecided';

interface Segment {
  row: string;
  kind: Class;
  from: number;
  to: number;
  title: string;
}

/** Stacked bars: the share of all predictions that each class of miss takes, a bar a model and profile. */
export function drawErrors(named: readonly Named[], present: readonly Miss[], hasUndecided: boolean): Html {
  const classes: Class[] = hasUndecided ? [...present, 'undecided'] : [...present];
  const segments = named.flatMap(({ evaluation, label }) =>
    profiles.flatMap((profile) => {
      const score = evaluation.scores[profile];
      const all = Math.max(1, score.wellformed.of + (score.irrelevance?.of ?? 0));
      let from = 0;
      return classes.flatMap((kind): Segment[] => {
        const times = kind === 'undecided' ? score.undecided : (score.misses[kind] ?? 0);
        if (times === 0) return [];
        const start = from;
        from += times / all;
        const title = `${label}, ${profile}: ${words(kind)}, ${counted(times, 'prediction')}`;
        return [{ row: key(label, profile), kind, from: start, to: from, title }];
      });
    }),
  );
  const legend = html`<span class="legend">${classes.map((kind) => html`<span class="entry">${swatch(kind)} ${words(kind)}</span>`)}</span>`;
  return figure(html`Share of all predictions ${legend}`, (width) => draw(named, segments, width), 'Chart of errors');
}

function draw(named: readonly Named[], segments: readonly Segment[], width: ChartWidth): Html {
  const domain = named.flatMap(({ label }) => [key(label, ''), ...profiles.map((profile) => key(label, profile))]);
  const bars = named.flatMap(({ label }) => profiles.map((profile) => ({ row: key(label, profile), profile })));
  return drawChart('Classes of misses as shares of all predictions. The table below gives the counts.', {
    width: chartWidths[width],
    height: domain.length * 22 + 30,
    marginLeft: 48,
    marginRight: 22,
    marginTop: 4,
    marginBottom: 26,
    x: { domain: [0, Math.max(0.05, ...segments.map(({ to }) => to))], nice: 4, label: null },
    y: { domain, axis: null, padding: 0.2 },
    color: { type: 'identity' },
    marks: [
      Plot.gridX({ ticks: 4, stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX({ ticks: 4, tickFormat: percentTick, tickSize: 0 }),
      Plot.text(named, {
        y: ({ label }: Named) => key(label, ''),
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -46,
        fontWeight: 600,
        text: ({ label }: Named) => fitLabel(label, chartWidths[width] - 60),
      }),
      Plot.text(bars, { y: 'row', frameAnchor: 'left', textAnchor: 'end', dx: -8, text: 'profile' }),
      Plot.barX(segments, {
        y: 'row',
        x1: 'from',
        x2: 'to',
        fill: ({ kind }: Segment) => `var(--miss-${kind})`,
        stroke: 'var(--surface)',
        title: 'title',
      }),
    ],
  });
}

function key(label: string, profile: string): string {
  return JSON.stringify([label, profile]);
}

function words(kind: Class): string {
  return kind === 'undecided' ? 'Undecided' : missWords[kind];
}

function swatch(kind: Class): Html {
  return trusted(
    `<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="var(--miss-${kind})"/></svg>`,
  );
}
