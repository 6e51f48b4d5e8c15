import { styleColors } from './style-colors.ts';
import { stylePrint } from './style-print.ts';

/** The page's style sheet. Charts come in two drawings, of which one shows: narrow ones up to 860 px. */
export const styleSheet = `${styleColors}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--surface); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 1112px; margin: 0 auto; padding: 32px 16px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 16px; overflow-wrap: anywhere; letter-spacing: -0.01em; }
h2 { font-size: 21px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 12px; max-width: 78ch; overflow-wrap: anywhere; }
ul, ol { margin: 0; padding-left: 20px; }
a { color: var(--link); }
section { margin-top: 44px; scroll-margin-top: 12px; }
main > section:not(.warnings) { border-top: 1px solid var(--line); padding-top: 28px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 8px; background: var(--surface); padding: 6px 10px; z-index: 1; }
.kicker { margin: 0 0 4px; color: var(--muted); font-size: 14px; }
.strict { color: var(--strict); } .ste { color: var(--ste); }
.note, small, figcaption { color: var(--muted); }
.note { font-size: 14px; margin-top: 10px; }
code, pre, .name { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
code, .name, bdi { overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 0 0 16px; }
.facts dt { color: var(--muted); font-size: 13px; } .facts dd { margin: 0; }
.models { columns: 2; column-gap: 36px; max-width: 860px; } .models li { break-inside: avoid; }
.warnings { border: 1px solid var(--warn-edge); border-left-width: 5px; border-radius: 6px; background: var(--warn-surface);
  padding: 14px 18px; margin-top: 20px; }
.warnings h2 { font-size: 16px; } .warnings li { overflow-wrap: anywhere; }
nav { margin-top: 24px; } nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 20px; }
nav a { display: inline-block; padding: 3px 0; }
figure { margin: 16px 0 20px; }
figcaption { font-size: 14px; margin-bottom: 8px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 4px; color: var(--text); }
.entry { white-space: nowrap; } .swatch { width: 11px; height: 11px; vertical-align: -1px; }
.plot { display: block; color: var(--text); overflow: visible; } .plot text { white-space: pre; }
.narrow { display: none; } .narrow .plot { width: 100%; max-width: 480px; height: auto; }
.narrow .plot + .plot { margin-top: 12px; }
.scroll { overflow-x: auto; max-width: 100%; background:
  linear-gradient(to left, transparent, var(--surface) 24px) left / 48px 100% no-repeat local,
  linear-gradient(to right, transparent, var(--surface) 24px) right / 48px 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) left / 10px 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) right / 10px 100% no-repeat scroll; }
table { border-collapse: collapse; font-size: 14px; line-height: 1.4; min-width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; color: var(--muted); font-weight: 600; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 500; }
th small, td small { display: block; font-weight: 400; font-size: 12px; white-space: nowrap; }
.figure { font-variant-numeric: tabular-nums; white-space: nowrap; }
.value { font-weight: 600; font-size: 15px; } .interval { margin-left: 8px; }
.none { color: var(--muted); }
.model { font-weight: 600; min-width: 110px; max-width: 300px; }
.scores tbody tr:first-child > :not(.model) { border-bottom-color: transparent; padding-bottom: 3px; }
.tools th[scope=row], .pairs th[scope=row], .pairs td { min-width: 110px; max-width: 380px; }
.pairs .figure { min-width: 0; width: 52px; }
.tools td { min-width: 92px; }
.tools thead th { max-width: 180px; }
.bar { display: block; width: 100%; height: 4px; margin: 3px 0 4px; }
.comparisons th[scope=row] { min-width: 150px; } .comparisons td.words { min-width: 130px; max-width: 260px; } .comparisons td small { display: inline; }
.against { color: var(--muted); font-weight: 400; }
.a-better, .b-better { color: var(--good); font-weight: 600; }
.words { overflow-wrap: anywhere; } td.words { min-width: 220px; } .names { padding-left: 18px; }
summary { cursor: pointer; padding: 6px 0; color: var(--link); overflow-wrap: anywhere; }
.filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px 14px; align-items: end; margin: 0 0 14px; }
.filters[hidden] { display: none; }
.filters > div { min-width: 0; } .filters label { display: block; font-size: 13px; color: var(--muted); }
.filters select, .filters button { display: block; width: 100%; font: inherit; font-size: 14px; color: var(--text); background: var(--well);
  border: 1px solid var(--muted); border-radius: 5px; padding: 6px 8px; min-height: 36px; }
.filters p { margin: 0; font-size: 14px; color: var(--muted); align-self: center; }
.miss { border: 1px solid var(--line); border-radius: 6px; margin-bottom: 8px; padding: 2px 14px; }
.miss summary { color: var(--text); } .miss summary small { display: block; }
.miss[open] { padding-bottom: 12px; } .miss[open] > summary .query { display: none; }
.chip { display: inline-block; font-size: 12px; font-weight: 600; border: 1px solid var(--muted); border-radius: 10px; padding: 0 8px; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 16px; margin: 4px 0 0; }
.sides > div { min-width: 0; } .whole { grid-column: 1 / -1; }
.sides dt, .settings dt { color: var(--muted); font-size: 13px; } .sides dd, .settings dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 2px 0 0; background: var(--well); border-radius: 5px; padding: 8px 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
.settings { margin: 4px 0 16px; } .settings > div { display: grid; grid-template-columns: 140px 1fr; gap: 2px 16px; padding: 4px 0; }
.settings dd { min-width: 0; }
@media (max-width: 860px) {
  main { padding-top: 20px; } h1 { font-size: 25px; }
  .wide { display: none; } .narrow { display: block; }
  .models { columns: 1; } .facts { gap: 8px 24px; }
  .model { max-width: 170px; } .tools th[scope=row], .pairs th[scope=row], .pairs td { max-width: 190px; }
  .interval { display: block; margin-left: 0; }
  .sides, .settings > div { grid-template-columns: 1fr; }
}
${stylePrint}`;
