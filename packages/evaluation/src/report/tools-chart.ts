import * as Plot from '@observablehq/plot';
import { chartWidths, drawChart, figure } from './chart.ts';
import { fitLabel, longestWidth } from './fit-label.ts';
import type { Html } from './html.ts';
import type { ToolRow } from './rank-tools.ts';
import { percentTick } from './scores-chart.ts';
import { type Named, profiles } from './words.ts';

interface Bar {
  tool: string;
  label: string;
  strict: number;
  ste: number;
  note: string;
  title: string;
}

/** Pixels below which a model's column of bars cannot be read; a chart that needs more than the page scrolls. */
const narrowestColumn = 119;
/** Pixels of a tool's name beside its bars, and of a model's where models are in rows. */
const longestTool = 232;
const longestModel = 105;
/** Share of a column that parts it from the next. */
const gap = 0.1;

/** Bars of each tool: a column a model where there is room, else a row a model beneath the tool's name. */
export function drawTools(named: readonly Named[], tools: readonly ToolRow[], caption: Html): Html {
  const bars = tools.flatMap(({ tool, cells }) =>
    cells.flatMap((cell, index): Bar[] => {
      const label = named[index]?.label ?? '';
      if (cell === undefined || cell.strict.total === 0) return [];
      const [strict, ste] = profiles.map((profile) => cell[profile].correct / Math.max(1, cell[profile].total));
      const note = `${cell.strict.correct}/${cell.strict.total}`;
      const title = `${tool}, ${label}: strict ${note}, ste ${cell.ste.correct}/${cell.ste.total}`;
      return [{ tool, label, strict: strict ?? 0, ste: ste ?? 0, note, title }];
    }),
  );
  return figure(
    caption,
    (width) => (width === 'wide' ? columns(named, tools, bars) : rows(named, tools, bars)),
    'Chart of tools',
  );
}

const description = 'Share of right calls per tool and model. The table below gives the figures.';

/** An axis of so many pixels that runs past 100 %, so that the counts have room beside the bars. */
function axisOf(pixels: number, bars: readonly Bar[]): Plot.ScaleOptions {
  const counts = longestWidth(bars.map(({ note }) => note)) + 12;
  return { domain: [0, pixels / Math.max(1, pixels - counts)], label: null };
}

function columns(named: readonly Named[], tools: readonly ToolRow[], bars: readonly Bar[]): Html {
  const marginLeft = longestWidth(tools.map(({ tool }) => fitLabel(tool, longestTool))) + 12;
  const width = Math.max(chartWidths.wide, marginLeft + named.length * narrowestColumn);
  const column = ((width - marginLeft) / (named.length + gap)) * (1 - gap);
  const place = { y: 'tool', fx: 'label' } as const;
  return drawChart(description, {
    width,
    height: tools.length * 24 + 60,
    marginLeft,
    marginRight: 4,
    marginTop: 28,
    marginBottom: 28,
    x: axisOf(column, bars),
    y: { domain: tools.map(({ tool }) => tool), label: null, padding: 0.3 },
    fx: { domain: named.map(({ label }) => label), label: null, padding: gap },
    color: { type: 'identity' },
    marks: [
      Plot.axisFx({
        anchor: 'top',
        fontWeight: 600,
        // Bold takes a ninth more.
        tickFormat: (label: string) => fitLabel(label, column * 0.9),
      }),
      Plot.axisY({ tickSize: 0, tickFormat: (tool: string) => fitLabel(tool, longestTool) }),
      Plot.gridX([0.25, 0.5, 0.75, 1], { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX({ ticks: column < 170 ? [0, 1] : [0, 0.5, 1], tickFormat: percentTick, tickSize: 0 }),
      Plot.barX(bars, { ...place, x: 'strict', fill: 'var(--strict)', title: 'title' }),
      Plot.ruleX([0], { stroke: 'var(--muted)' }),
      Plot.dot(bars, { ...place, x: 'ste', r: 4, fill: 'var(--ste)', stroke: 'var(--surface)', title: 'title' }),
      Plot.text(bars, { ...place, x: 1, dx: 8, text: 'note', textAnchor: 'start', fill: 'var(--muted)' }),
    ],
  });
}

function rows(named: readonly Named[], tools: readonly ToolRow[], bars: readonly Bar[]): Html {
  const isAlone = named.length === 1;
  const marginLeft = isAlone ? 14 : longestWidth(named.map(({ label }) => fitLabel(label, longestModel))) + 10;
  const key = (tool: string, label: string) => JSON.stringify([tool, label]);
  const labelsOf = (tool: string) => bars.filter((bar) => bar.tool === tool).map(({ label }) => label);
  const domain = tools.flatMap(({ tool }) => [key(tool, ''), ...labelsOf(tool).map((label) => key(tool, label))]);
  const place = { y: (bar: Bar) => key(bar.tool, bar.label) };
  return drawChart(description, {
    width: chartWidths.narrow,
    height: domain.length * 19 + 30,
    marginLeft,
    marginRight: 2,
    marginTop: 4,
    marginBottom: 26,
    x: axisOf(chartWidths.narrow - marginLeft - 2, bars),
    y: { domain, axis: null, padding: 0.25 },
    color: { type: 'identity' },
    marks: [
      Plot.gridX([0.25, 0.5, 0.75, 1], { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX({ ticks: [0, 0.5, 1], tickFormat: percentTick, tickSize: 0 }),
      Plot.text(tools, {
        y: ({ tool }: ToolRow) => key(tool, ''),
        frameAnchor: 'left',
        dx: 2 - marginLeft,
        textAnchor: 'start',
        text: ({ tool }: ToolRow) => fitLabel(tool, 305),
        fontWeight: 600,
        stroke: 'var(--surface)',
        fill: 'currentColor',
      }),
      ...(isAlone
        ? []
        : [
            Plot.text(bars, {
              ...place,
              frameAnchor: 'left',
              textAnchor: 'end',
              dx: -6,
              text: (bar: Bar) => fitLabel(bar.label, longestModel),
            }),
          ]),
      Plot.barX(bars, { ...place, x: 'strict', fill: 'var(--strict)', title: 'title' }),
      Plot.dot(bars, { ...place, x: 'ste', r: 4, fill: 'var(--ste)', stroke: 'var(--surface)', title: 'title' }),
      Plot.text(bars, { ...place, x: 1, dx: 8, text: 'note', textAnchor: 'start', fill: 'var(--muted)' }),
    ],
  });
}
