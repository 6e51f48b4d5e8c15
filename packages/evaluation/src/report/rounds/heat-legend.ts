import { type Html, html, trusted } from '../html.ts';
import { fewItems } from './heat-cells.ts';

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
<p class="note">Dashed outline: fewer than ${fewItems} items, so that one is worth more than ten points. Empty: not learned yet. Dash: not tested.
Dots are changes with their 95% interval, paler where it holds zero: no change is shown.</p>`;
}
