import type { EvaluationReport } from '@imaginarium/contracts';
import { profiles } from '../words.ts';
import { sampleReport, share } from './sample-reports.ts';

/** Every text that comes from data tries to break out of the page and to overflow it. */
export function hostileReport(): EvaluationReport {
  const attack = `</script></style></title><script>window.broken=1</script><img src=x onerror="window.broken=1">"'\`&amp;`;
  const endless = 'W'.repeat(600);
  const spoil = (text: string) => `${attack}${text}${endless}`;
  const report = sampleReport({ models: ['one', 'two'], tools: 12, itemsPerTool: 5 });
  report.problems.push({ kind: 'different-data', count: 2, names: [spoil('file')], message: spoil('files differ') });
  for (const [index, evaluation] of report.evaluations.entries()) {
    const { header } = evaluation;
    Object.assign(header, {
      name: spoil(`model ${index}`),
      model: spoil('model'),
      parser: spoil('parser'),
      sampling: { stop: spoil('stop') },
    });
    header.data = { ...header.data, source: spoil('source'), hash: attack };
    header.prompt = { name: spoil('prompt'), system: spoil('system'), hash: attack };
    for (const profile of profiles) {
      const score = evaluation.scores[profile];
      for (const tool of score.tools) tool.tool = spoil(tool.tool);
      for (const pair of score.confusions)
        Object.assign(pair, { expected: spoil(pair.expected), called: spoil(pair.called) });
    }
    for (const example of evaluation.missExamples)
      Object.assign(example, {
        itemId: spoil('id'),
        tool: spoil('tool'),
        query: spoil(example.query),
        expected: spoil(example.expected),
        actual: spoil(example.actual),
      });
    for (const problem of evaluation.problems)
      Object.assign(problem, { message: spoil('message'), names: [spoil('name')] });
    evaluation.execution = { same: share(1, 2, 2), unchecked: { [spoil('reason')]: 3 } };
    evaluation.disputes = { hash: attack, applied: 1, dismissed: 1 };
  }
  for (const comparison of report.comparisons) Object.assign(comparison, { a: spoil('a'), b: spoil('b') });
  return report;
}
