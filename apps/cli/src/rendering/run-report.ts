import type { RunReport } from '@imaginarium/pipeline';
import { renderDataSets } from './data-sets.ts';
import { formatBytes, formatCost, formatCount, formatDuration, renderTable } from './format.ts';
import { renderLedger } from './ledger.ts';
import { renderWaterfall } from './waterfall.ts';

/** A run as a person reads it: where it stands, what was left after each step, what it cost, what was written. */
export function renderRun(report: RunReport): string {
  const { manifest, folder, waterfall, ledger, trialsSoFar, dataSets } = report;
  const stages = Object.entries(manifest.stages).map(([stage, { state, startedAt, finishedAt }]) => {
    const took = finishedAt === null ? '' : ` in ${formatDuration(finishedAt - startedAt)}`;
    return `${stage} ${state}${took}`;
  });
  const lines = [`run ${manifest.name}: ${stateOf(report)}   ${folder}`, `  ${stages.join(' · ')}`];
  if (manifest.failure) {
    lines.push(`  ${manifest.failure.code}: ${manifest.failure.message}`);
    if (manifest.failure.hint) lines.push(`  hint: ${manifest.failure.hint}`);
  }
  if (trialsSoFar > 0) lines.push(`  ${formatCount(trialsSoFar)} trials so far`);
  if (waterfall.length > 0) lines.push('', 'waterfall', renderWaterfall(waterfall));
  if (ledger.total.calls > 0) lines.push('', 'ledger', renderLedger(ledger));
  if (report.pricePerExample !== null) lines.push(`  price of a kept example: ${formatCost(report.pricePerExample)}`);
  if (dataSets.length > 0) lines.push('', 'records', renderDataSets(dataSets));
  const files = renderFiles(report);
  if (files !== '') lines.push('', 'files', files);
  return lines.join('\n');
}

function stateOf({ manifest, isRunning }: RunReport): string {
  if (manifest.state !== 'running' || isRunning) return manifest.state;
  return 'killed before its end; the same command goes on';
}

/** The stages' own files one by one, each target's folder as a whole. */
function renderFiles({ manifest, dataSets }: RunReport): string {
  const outputs = Object.values(manifest.stages).flatMap((stage) => stage.outputs);
  const single = outputs.filter(({ path }) => !dataSets.some((set) => path.startsWith(`${set.path}/`)));
  const rows = [
    ...single.map(({ path, rows, bytes }) => [
      `  ${path}`,
      rows === null ? '' : `${formatCount(rows)} rows`,
      formatBytes(bytes),
    ]),
    ...dataSets.map(({ path }) => {
      const inside = outputs.filter((output) => output.path.startsWith(`${path}/`));
      return [`  ${path}/`, `${inside.length} files`, formatBytes(inside.reduce((sum, { bytes }) => sum + bytes, 0))];
    }),
  ];
  return renderTable(rows, [1, 2]);
}
