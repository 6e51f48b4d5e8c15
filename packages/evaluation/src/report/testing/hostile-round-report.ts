import type { RoundReport } from '@imaginarium/contracts';
import { improveRoundReport } from './sample-round-reports.ts';

/** Every text that comes from data tries to break out of the page and to overflow it. */
export function hostileRoundReport(): RoundReport {
  const attack = `</script></style></title><script>window.broken=1</script><img src=x onerror="window.broken=1">"'\`&amp;`;
  const spoil = (text: string) => `${attack}${text}${'W'.repeat(300)}`;
  const report = improveRoundReport();
  report.project = spoil('project');
  report.mix = report.mix.map((part) => ({ ...part, origin: spoil(part.origin) }));
  for (const matrix of report.matrices) {
    for (const row of matrix.tools) row.name = spoil(row.name);
    for (const row of matrix.batches) row.tools = row.tools.map(spoil);
  }
  for (const round of report.rounds) {
    for (const tool of round.tools) {
      Object.assign(tool, { tool: spoil(tool.tool), before: spoil('before'), reason: spoil('reason') });
      tool.differences = [
        { what: 'description', from: spoil('from'), to: spoil('to') },
        { what: 'argument-renamed', path: spoil('/path'), from: spoil('from') },
        { what: 'enum', path: spoil('/path'), added: [spoil('added')], removed: [{ [attack]: attack }] },
        { what: 'constraint', path: spoil('/path'), keywords: [spoil('keyword')] },
      ];
    }
    round.acceptedBecause = spoil('because');
    round.failure = { step: 'train', code: attack, message: spoil('message'), hint: spoil('hint') };
    round.training = { endpoint: 'local', from: spoil('from'), job: spoil('job'), checkpoint: spoil('checkpoint') };
    for (const step of Object.values(round.steps)) step.counts = { [spoil('count')]: 3 };
    const { gate } = round;
    for (const verdict of [...(gate?.oldTools ?? []), ...(gate?.newTools ?? [])]) verdict.tool = spoil(verdict.tool);
    for (const proposal of gate?.proposals ?? [])
      Object.assign(proposal, { message: spoil('message'), tools: proposal.tools.map(spoil) });
  }
  for (const { target } of report.improvements)
    Object.assign(target, { tool: spoil('tool'), other: spoil('other'), argument: spoil('argument') });
  return report;
}
