import { styleSheet } from '../style-sheet.ts';

/**
 * Ten steps of a share, each of ten points, from the page's own surface to full blue; and the colours of text upon them,
 * which reach 4.5 to 1 (WCAG 2.2, AA). No step lies where neither dark nor light text would.
 */
const light = [
  '#f1f6fb',
  '#dfecf7',
  '#cbe0f1',
  '#b2d2ea',
  '#94c0e1',
  '#72abd6',
  '#2f76b5',
  '#21639f',
  '#164f86',
  '#0c3b69',
];
const dark = [
  '#171d26',
  '#18283a',
  '#19344f',
  '#1a4165',
  '#1c507d',
  '#205f96',
  '#64a5de',
  '#86bbe8',
  '#abd1f1',
  '#d2e7fa',
];
const [darkText, lightText] = ['#07182b', '#ffffff'];
/** The first step whose text is the other of the two. */
const turn = 6;

function ramp(steps: readonly string[], low: string, high: string): string {
  return steps
    .map((color, step) => `--share-${step}: ${color}; --share-text-${step}: ${step < turn ? low : high};`)
    .join(' ');
}

/** The style sheet of a round report: that of evaluation reports, and what only rounds have. */
export const roundStyleSheet = `${styleSheet}
:root { ${ramp(light, darkText, lightText)} }
@media (prefers-color-scheme: dark) { :root { ${ramp(dark, lightText, darkText)} } }
.verdict { display: flex; gap: 14px; align-items: baseline; border: 1px solid var(--line); border-left: 6px solid var(--muted);
  border-radius: 6px; padding: 12px 18px; margin: 4px 0 16px; max-width: 900px; }
.verdict p { margin: 0; } .verdict strong { font-size: 19px; display: block; }
.verdict.passed { border-left-color: var(--good); } .verdict.passed strong, .passed .mark { color: var(--good); }
.verdict.failed { border-left-color: var(--bad); } .verdict.failed strong, .failed .mark { color: var(--bad); }
.mark { font-size: 19px; font-weight: 700; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 16px 0; max-width: 900px; }
.tiles > div { border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; }
.tiles dt { color: var(--muted); font-size: 13px; } .tiles dd { margin: 0; }
.tiles dd b { font-size: 20px; font-weight: 600; } .tiles dd span { display: block; font-size: 13px; color: var(--muted); }
.next { list-style: none; padding: 0; max-width: 900px; }
.next li { border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; margin-bottom: 8px; }
.next p { margin: 0; } .next .tools { color: var(--muted); font-size: 14px; margin-top: 4px; }
h3 { font-size: 17px; line-height: 1.35; margin: 24px 0 6px; }
.rowgroup th { background: var(--well); color: var(--muted); font-weight: 600; padding-left: 8px; }
.first th[scope=row] { min-width: 110px; max-width: 380px; }
.first td.prose { min-width: 200px; max-width: 420px; overflow-wrap: anywhere; }
.ramp { display: block; height: 26px; margin: 6px 0; max-width: 100%; }
.totals > * { border-top: 2px solid var(--line); font-weight: 600; }
#mix .entry { white-space: normal; overflow-wrap: anywhere; min-width: 0; }
.plain { list-style: none; padding: 0; }
@media (max-width: 860px) { .first th[scope=row] { max-width: 190px; } .verdict { gap: 10px; padding: 10px 14px; } }`;
