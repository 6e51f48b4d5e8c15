import type { Round, RoundReport } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { type ChartWidth, chartWidths, drawChart, figure, scrollTable } from '../chart.ts';
import { fitLabel, longestWidth } from '../fit-label.ts';
import { type Html, html, trusted } from '../html.ts';
import { count, counted, percent, shorten } from '../write-figures.ts';

type Part = RoundReport['mix'][number];

interface Segment {
  row: string;
  color: string;
  from: number;
  to: number;
  title: string;
}

/** Colours of origins in the order in which they come; of more, the last is used again. */
const colors = ['--strict', '--ste', '--miss-unexpected-argument', '--miss-no-call', '--miss-malformed', '--muted'];

const originWords = new Map([
  ['example', 'own examples'],
  ['replay', 'replay'],
  ['general', 'general records'],
]);

/** What the round was trained on: records by why they are there and by the round that they come from. */
export function mixSection({ mix }: RoundReport, { number }: Round): Html {
  const total = mix.reduce((sum, { records }) => sum + records, 0);
  return html`<section id="mix" aria-labelledby="mix-heading">
<h2 id="mix-heading">What the round was trained on</h2>
${
  total === 0
    ? html`<p>No record was written.</p>`
    : html`<p>${counted(total, 'record')}: those of this round, replay of earlier ones so that they are not forgotten, and general
ones in which no tool is called.</p>
${chart(mix, number)}
${scrollTable('Records by origin and round', table(mix, number, total))}`
}
</section>`;
}

function chart(mix: readonly Part[], number: number): Html {
  const origins = [...new Set(mix.map(({ origin }) => origin))];
  const colorOf = (origin: string) => `var(${colors[Math.min(origins.indexOf(origin), colors.length - 1)]})`;
  const rows = [...new Set(inOrder(mix).map(({ round }) => rowWords(round, number)))];
  const segments = rows.flatMap((row) => {
    let from = 0;
    return mix
      .filter(({ round }) => rowWords(round, number) === row)
      .map(({ origin, records }): Segment => {
        const start = from;
        from += records;
        const title = `${row}, ${wordsOf(origin)}: ${counted(records, 'record')}`;
        return { row, color: colorOf(origin), from: start, to: from, title };
      });
  });
  const legend = html`<span class="legend">${origins.map((origin) => html`<span class="entry">${swatch(colorOf(origin))} <bdi>${shorten(wordsOf(origin), 40)}</bdi></span>`)}</span>`;
  return figure(
    html`Records by the round that they come from ${legend}`,
    (width) => draw(rows, segments, width),
    'Chart of training records',
  );
}

function draw(rows: readonly string[], segments: readonly Segment[], width: ChartWidth): Html {
  const totals = rows.map((row) => ({
    row,
    records: Math.max(0, ...segments.filter((segment) => segment.row === row).map(({ to }) => to)),
  }));
  const words = totals.map(({ records }) => count(records));
  const marginRight = longestWidth(words) + 14;
  return drawChart('Training records by round and origin. The table gives the figures.', {
    width: width === 'wide' ? 760 : chartWidths[width],
    height: rows.length * 28 + 8,
    marginLeft: longestWidth(rows.map((row) => fitLabel(row, 130))) + 12,
    marginRight,
    marginTop: 4,
    marginBottom: 4,
    x: { domain: [0, Math.max(1, ...totals.map(({ records }) => records))], axis: null },
    y: { domain: [...rows], label: null, padding: 0.25 },
    color: { type: 'identity' },
    marks: [
      Plot.axisY({ tickSize: 0, tickFormat: (row: string) => fitLabel(row, 130) }),
      Plot.barX(segments, {
        y: 'row',
        x1: 'from',
        x2: 'to',
        fill: 'color',
        stroke: 'var(--surface)',
        title: 'title',
      }),
      Plot.text(totals, {
        y: 'row',
        x: 'records',
        dx: 6,
        text: ({ records }: { records: number }) => count(records),
        textAnchor: 'start',
      }),
    ],
  });
}

function table(mix: readonly Part[], number: number, total: number): Html {
  return html`<table><thead><tr><th scope="col">From</th><th scope="col">Origin</th><th scope="col">Records</th><th scope="col">Share</th></tr></thead>
<tbody>${inOrder(mix).map(
    ({ origin, round, records }) =>
      html`<tr><th scope="row">${rowWords(round, number)}</th><td class="words">${shorten(wordsOf(origin), 60)}</td><td class="figure">${count(records)}</td><td class="figure">${percent(records / total)}</td></tr>
`,
  )}<tr class="totals"><th scope="row">All</th><td></td><td class="figure">${count(total)}</td><td class="figure">${percent(1)}</td></tr></tbody></table>`;
}

/** This round first, then back to the first; what comes from no round last. */
function inOrder(mix: readonly Part[]): Part[] {
  return [...mix].sort((a, b) => (b.round ?? 0) - (a.round ?? 0));
}

function rowWords(round: number | null, number: number): string {
  if (round === null) return 'No round';
  return round === number ? `Round ${round} (this)` : `Round ${round}`;
}

function wordsOf(origin: string): string {
  return originWords.get(origin) ?? origin;
}

function swatch(color: string): Html {
  return trusted(
    `<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="${color}"/></svg>`,
  );
}
