import type { OutOfFold } from './cross-validate.ts';
import type { Suspicion } from './suspicion.ts';

/** Below it students are torn between two tools, which says little about the label. */
const LEAST_MARGIN = 0.2;

/**
 * Lessons whose tool is believed wrong, by confident learning (Northcutt, Jiang, Chuang, arXiv 1911.00068, section 3.1): the
 * likeliest tool is another than the label, and at least as likely as that tool is on average for lessons that carry it. The
 * score is the margin between the two.
 */
export function suspectTools(judged: readonly OutOfFold[]): Suspicion[] {
  const thresholds = meanConfidences(judged);
  const suspicions: Suspicion[] = [];
  for (const { lesson, ranking } of judged) {
    const label = lesson.call?.tool ?? null;
    const [best] = ranking;
    if (best === undefined || best.name === label) continue;
    if (best.probability < (thresholds.get(best.name) ?? 1)) continue;
    const own = ranking.find(({ name }) => name === label)?.probability ?? 0;
    if (best.probability - own < LEAST_MARGIN) continue;
    suspicions.push({
      line: lesson.line,
      query: lesson.query.text,
      tool: label,
      kind: 'tool',
      path: null,
      given: label,
      believed: best.name,
      evidence: 'students-disagree',
      score: best.probability - own,
      reason: `students that never saw this record take ${best.name ?? 'no tool'} for it, as sure as they are of its own records`,
    });
  }
  return suspicions;
}

function meanConfidences(judged: readonly OutOfFold[]): Map<string | null, number> {
  const sums = new Map<string | null, { total: number; count: number }>();
  for (const { lesson, ranking } of judged) {
    const label = lesson.call?.tool ?? null;
    const sum = sums.get(label) ?? { total: 0, count: 0 };
    sum.total += ranking.find(({ name }) => name === label)?.probability ?? 0;
    sum.count++;
    sums.set(label, sum);
  }
  return new Map([...sums].map(([label, { total, count }]) => [label, total / count]));
}
