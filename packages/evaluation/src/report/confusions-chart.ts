import type { Profile, Score } from '@imaginarium/contracts';
import * as Plot from '@observablehq/plot';
import { drawChart } from './chart.ts';
import { fitLabel, longestWidth } from './fit-label.ts';
import { type Html, html } from './html.ts';
import { counted } from './write-figures.ts';

type Confusion = Score['confusions'][number];

/** The most frequent pairs that span the matrix. */
const mostPairs = 14;
const cell = { width: 36, height: 26 };
/** Pixels. */
const longestLabel = 250;

/** Expected by called, counts in heat colours. Drawn for a wide screen only: a narrow one shows the pairs. */
export function drawConfusions(confusions: readonly Confusion[], profile: Profile): Html {
  if (confusions.length === 0) return html`<p class="wide">No tool was taken for another (${profile}).</p>`;
  const top = confusions.slice(0, mostPairs);
  const expected = [...new Set(top.map((confusion) => confusion.expected))];
  const called = [...new Set(top.map((confusion) => confusion.called))];
  const cells = confusions.filter((pair) => expected.includes(pair.expected) && called.includes(pair.called));
  const largest = Math.max(...cells.map(({ count }) => count));
  const heat = ({ count }: Confusion) => Math.max(1, Math.ceil((count / largest) * 5));
  const marginLeft = longestWidth(expected.map((name) => fitLabel(name, longestLabel))) + 14;
  const slant = longestWidth(called.map((name) => fitLabel(name, longestLabel)));
  const place = { x: 'called', y: 'expected' } as const;
  const chart = drawChart(
    `Matrix of confused tools, ${profile}: expected in rows, called in columns. The table gives the pairs.`,
    {
      width: marginLeft + called.length * cell.width + Math.ceil(slant * 0.78) + 10,
      height: expected.length * cell.height + Math.ceil(slant * 0.66) + 26,
      marginLeft,
      marginTop: Math.ceil(slant * 0.66) + 20,
      marginRight: Math.ceil(slant * 0.78) + 10,
      marginBottom: 6,
      x: { domain: called, label: null, padding: 0.06 },
      y: { domain: expected, label: null, padding: 0.08 },
      color: { type: 'identity' },
      marks: [
        Plot.axisX({
          anchor: 'top',
          tickSize: 0,
          tickRotate: -40,
          textAnchor: 'start',
          tickFormat: (name: string) => fitLabel(name, longestLabel),
        }),
        Plot.axisY({ tickSize: 0, tickFormat: (name: string) => fitLabel(name, longestLabel) }),
        Plot.cell(
          expected.flatMap((from) => called.map((to) => ({ expected: from, called: to }))),
          { ...place, fill: 'var(--well)' },
        ),
        Plot.cell(cells, {
          ...place,
          fill: (pair: Confusion) => `var(--heat-${heat(pair)})`,
          title: (pair: Confusion) => `${pair.expected} → ${pair.called}: ${counted(pair.count, 'call')}`,
        }),
        Plot.text(cells, {
          ...place,
          text: (pair: Confusion) => String(pair.count),
          fill: (pair: Confusion) => `var(--heat-text-${heat(pair)})`,
        }),
      ],
    },
  );
  return html`<figure class="wide"><figcaption><b class="${profile}">${profile}</b>: expected (rows), called (columns)</figcaption>
<div class="scroll" role="region" aria-label="Matrix of confused tools, ${profile}" tabindex="0">${chart}</div></figure>`;
}
