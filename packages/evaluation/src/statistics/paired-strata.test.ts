import { describe, expect, it } from 'vitest';
import { pooledLossP } from './paired-loss-p.ts';

/** Chances of one tool's items. */
interface Stratum {
  readonly of: number;
  readonly lose: number;
  readonly gain: number;
}

/** By `lost * (all + 1) + gained`: the chance of these counts over all strata. */
function countsOf(strata: readonly Stratum[]): { all: number; chances: Float64Array } {
  const all = strata.reduce((sum, { of }) => sum + of, 0);
  const width = all + 1;
  let chances = new Float64Array(width * width);
  chances[0] = 1;
  for (const { of, lose, gain } of strata)
    for (let item = 0; item < of; item++) {
      const next = new Float64Array(width * width);
      for (const [at, chance] of chances.entries()) {
        if (chance === 0) continue;
        next[at] = (next[at] ?? 0) + chance * (1 - lose - gain);
        if (lose > 0) next[at + width] = (next[at + width] ?? 0) + chance * lose;
        if (gain > 0) next[at + 1] = (next[at + 1] ?? 0) + chance * gain;
      }
      chances = next;
    }
  return { all, chances };
}

/** Whether counts are called a loss at each level. */
function callsOf(all: number, margin: number, levels: readonly number[]): (readonly boolean[])[] {
  return Array.from({ length: (all + 1) ** 2 }, (_, at) => {
    const [lost, gained] = [Math.floor(at / (all + 1)), at % (all + 1)];
    if (lost + gained > all || lost - gained <= margin * all) return levels.map(() => false);
    const p = pooledLossP({ lost, gained, of: all }, margin, Math.max(...levels));
    return levels.map((level) => p <= level);
  });
}

const LEVELS = [0.05, 0.0125, 0.001];

describe('pooledLossP', () => {
  it.each([
    [[5, 5], 0.1],
    [[5, 5], 0],
    [[3, 12], 0.1],
    [[12, 4], 0.25],
    [[4, 4, 4], 0.1],
  ])(
    'of tools of %j items calls a loss of %d in all falsely no oftener than 1.2 times the level, however they share it out',
    (sizes, margin) => {
      const all = sizes.reduce((sum, of) => sum + of, 0);
      const calls = callsOf(all, margin, LEVELS);
      const [first = 0, ...others] = sizes;
      const rest = all - first;
      for (const lost of [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1]) {
        const [own, other] = [(lost * margin * all) / first, ((1 - lost) * margin * all) / rest];
        for (const gain of [0, 0.01, 0.05, 0.15, 0.3, 0.45])
          for (const otherGain of [0, 0.01, 0.05, 0.15, 0.3, 0.45]) {
            if (own + 2 * gain > 1 || other + 2 * otherGain > 1) continue;
            const { chances } = countsOf([
              { of: first, lose: own + gain, gain },
              ...others.map((of) => ({ of, lose: other + otherGain, gain: otherGain })),
            ]);
            for (const [index, level] of LEVELS.entries()) {
              let called = 0;
              for (const [at, chance] of chances.entries()) if (calls[at]?.[index]) called += chance;
              expect(called).toBeLessThanOrEqual(1.2 * level);
            }
          }
      }
    },
  );

  it.each([
    [[61], 0.1],
    [[61], 0],
    [[20, 50], 0.1],
  ])('of %j items, where outcomes are no longer ranked anew, no oftener than the level: margin %d', (sizes, margin) => {
    const all = sizes.reduce((sum, of) => sum + of, 0);
    const calls = callsOf(all, margin, LEVELS);
    const [first = 0, second] = sizes;
    for (const gain of [0, 0.003, 0.0125, 0.05, 0.2, (1 - margin) / 2]) {
      const even = { lose: margin + gain, gain };
      const strata =
        second === undefined
          ? [{ of: first, ...even }]
          : [
              { of: first, lose: Math.min(1, (margin * all) / first), gain: 0 },
              { of: second, lose: gain, gain },
            ];
      const { chances } = countsOf(strata);
      for (const [index, level] of LEVELS.entries()) {
        let called = 0;
        for (const [at, chance] of chances.entries()) if (calls[at]?.[index]) called += chance;
        expect(called).toBeLessThanOrEqual(level + 1e-9);
      }
    }
  });
});
