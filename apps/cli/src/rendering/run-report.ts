import type { RunReport } from '@imaginarium/pipeline';
import { renderFiles } from './files.ts';
import { formatCost, formatCount, formatDuration } from './format.ts';
import { renderLedger } from './ledger.ts';
import { renderWaterfall } from './waterfall.ts';

/** A run as a person reads it: where it stands, what was left after each step, what it cost, the files. */
export function renderRun(report: RunReport): string {
  const { manifest, folder, waterfall, ledger, trialsSoFar } = report;
  const lines = [`run ${manifest.name}   ${manifest.state}   ${folder}`];
  if (manifest.failure) {
    lines.push(`${manifest.failure.code}: ${manifest.failure.message}`);
    if (manifest.failure.hint) lines.push(`hint: ${manifest.failure.hint}`);
  }
  for (const [stage, state] of Object.entries(manifest.stages)) {
    const took = state.finishedAt === null ? '' : `  ${formatDuration(state.finishedAt - state.startedAt)}`;
    lines.push(`  ${stage.padEnd(8)} ${state.state}${took}`);
  }
  if (trialsSoFar > 0) lines.push(`  ${formatCount(trialsSoFar)} trials so far`);
  if (waterfall.length > 0) lines.push('', 'waterfall', renderWaterfall(waterfall));
  if (ledger.total.calls > 0) lines.push('', 'ledger', renderLedger(ledger));
  if (report.pricePerExample !== null) lines.push(`  a kept example: ${formatCost(report.pricePerExample)}`);
  const files = Object.values(manifest.stages).flatMap(({ outputs }) => outputs);
  if (files.length > 0) lines.push('', 'files', renderFiles(files));
  return lines.join('\n');
}
