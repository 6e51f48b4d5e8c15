/** On paper: dark on white, everything opened, nothing that only a screen can use. */
export const stylePrint = `
@media print {
  nav, .filters, .skip { display: none; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; } table { font-size: 11px; } .value { font-size: 12px; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .miss, tr, figure { break-inside: avoid; } h2 { break-after: avoid; }
}`;
