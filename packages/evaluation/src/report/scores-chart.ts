import * as Plot from '@observablehq/plot';
import { type ChartWidth, chartWidths, drawChart, figure } from './chart.ts';
import { fitLabel, longestWidth } from './fit-label.ts';
import { type Html, html } from './html.ts';
import { metricWords, type Named, profiles } from './words.ts';
import { percent } from './write-figures.ts';

const metrics = ['wellformed', 'toolMatch', 'correct'] as const;

interface Point {
  label: string;
  metric: string;
  profile: string;
  value: number;
  low: number;
  high: number;
  title: string;
}

/** Every model's three metrics with their intervals, both profiles beneath one another. */
export function drawScores(named: readonly Named[]): Html {
  return figure(
    html`Share with its 95% interval: <b class="strict">■ strict</b> and <b class="ste">● ste</b>`,
    (width) =>
      width === 'wide' ? draw(named, metrics, width) : html`${metrics.map((metric) => draw(named, [metric], width))}`,
    'Chart of scores',
  );
}

function draw(named: readonly Named[], shown: readonly (typeof metrics)[number][], width: ChartWidth): Html {
  const longest = width === 'wide' ? 250 : 110;
  const labels = named.map(({ label }) => fitLabel(label, longest));
  const points = named.flatMap(({ evaluation, label }) =>
    shown.flatMap((metric) =>
      profiles.flatMap((profile): Point[] => {
        const { value, low, high } = evaluation.scores[profile][metric];
        if (value === null) return [];
        const title = `${label}, ${profile}: ${metricWords[metric].toLowerCase()} ${percent(value)}`;
        const place = { label, metric: metricWords[metric], profile, title };
        return [{ ...place, value, low: low ?? value, high: high ?? value }];
      }),
    ),
  );
  const color = ({ profile }: Point) => `var(--${profile})`;
  const place = { y: 'profile', fx: 'metric', fy: 'label' } as const;
  return drawChart(`Scores: ${shown.map((metric) => metricWords[metric]).join(', ')}. The table gives the figures.`, {
    width: chartWidths[width],
    height: named.length * 38 + 62,
    marginLeft: longestWidth(labels) + 12,
    marginRight: 18,
    marginTop: 26,
    marginBottom: 32,
    fx: { domain: shown.map((metric) => metricWords[metric]), label: null, padding: 0.14 },
    fy: { domain: named.map(({ label }) => label), axis: null, padding: 0 },
    x: { domain: [0, 1], label: null },
    y: { type: 'point', domain: [...profiles], axis: null, padding: 0.9 },
    color: { type: 'identity' },
    marks: [
      Plot.axisFx({ anchor: 'top', fontWeight: 600 }),
      Plot.axisFy({
        anchor: 'left',
        label: null,
        tickSize: 0,
        tickFormat: (label: string) => fitLabel(label, longest),
      }),
      Plot.gridX({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX({ ticks: [0, 0.5, 1], tickFormat: percentTick, tickSize: 0 }),
      Plot.link(points, {
        ...place,
        x1: 'low',
        x2: 'high',
        y1: 'profile',
        y2: 'profile',
        stroke: color,
        strokeWidth: 2.5,
      }),
      Plot.dot(points, { ...place, x: 'value', r: 4.5, symbol: shapeOf, fill: color, title: 'title' }),
    ],
    symbol: { type: 'identity' },
  });
}

/** Profiles differ by shape too, for those who do not see the colours apart. */
function shapeOf({ profile }: { profile: string }): 'square' | 'circle' {
  return profile === 'strict' ? 'square' : 'circle';
}

export function percentTick(share: number): string {
  return `${Math.round(share * 100)}%`;
}
