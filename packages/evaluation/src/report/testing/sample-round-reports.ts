import type { RoundReport } from '@imaginarium/contracts';
import { gateOf } from './sample-gate.ts';
import { matrixOf, sampleToolName } from './sample-matrix.ts';
import { changedTool, roundOf } from './sample-rounds.ts';

/** Round reports made up for looking at the page and for testing it; their figures mean nothing. */
export interface SampleRoundOptions {
  /** Tools that each round brings. */
  batches: readonly number[];
  itemsPerTool: number;
  /** Share of right calls that a tool keeps from one round to the next. */
  kept: number;
}

/** Four rounds of the paper's batches, in which tools are forgotten; the last improves and does not pass. */
export function sampleRoundReport(options: Partial<SampleRoundOptions> = {}): RoundReport {
  const { batches = [12, 13, 12, 13], itemsPerTool = 15, kept = 0.8 } = options;
  const names = batches.map((size, batch) => Array.from({ length: size }, (_, index) => sampleToolName(batch, index)));
  const strict = matrixOf('strict', names, itemsPerTool, kept);
  const matrices = [strict, matrixOf('ste', names, itemsPerTool, kept)];
  const gate = gateOf(strict, itemsPerTool);
  const rounds = names.map((_, index) => roundOf(index + 1, names, index === names.length - 1 ? gate : null));
  return {
    format: 1,
    project: 'city-services',
    createdAt: Date.UTC(2026, 10, 22, 15, 46),
    rounds,
    matrices,
    mix: [
      ...names.map((tools, index) =>
        index === names.length - 1
          ? { origin: 'example', round: index + 1, records: tools.length * 150 }
          : { origin: 'replay', round: index + 1, records: tools.length * 15 },
      ),
      { origin: 'general', round: null, records: 2000 },
    ],
    improvements: [],
    isPractice: false,
  };
}

/** A first round: no old tool, nothing to forget, made with the practice model. */
export function firstRoundReport(): RoundReport {
  return { ...sampleRoundReport({ batches: [9], itemsPerTool: 6 }), isPractice: true };
}

/** One round over as many tools as the widest benchmark of the field has. */
export function wideRoundReport(): RoundReport {
  return sampleRoundReport({ batches: [817], itemsPerTool: 4 });
}

/** More rounds than a narrow screen holds. */
export function longRoundReport(): RoundReport {
  return sampleRoundReport({ batches: Array.from({ length: 24 }, () => 2), itemsPerTool: 8, kept: 0.97 });
}

/** A round of the kind `improve`, with tools changed, gone and aimed at, a step that failed and a price unknown. */
export function improveRoundReport(): RoundReport {
  const report = sampleRoundReport({ batches: [6, 5, 4], itemsPerTool: 12, kept: 0.86 });
  const planned = report.rounds.at(-1)?.tools ?? [];
  const [first = '', second = '', third = ''] = planned.map(({ tool }) => tool);
  const aim = (kind: 'confused-pair' | 'argument' | 'over-calling', tool: string, misses: number) => ({
    kind,
    tool,
    ...(kind === 'confused-pair' ? { other: third } : {}),
    ...(kind === 'argument' ? { argument: '/currency/code' } : {}),
    misses,
    trials: misses * 6,
  });
  const targets = [aim('confused-pair', first, 7), aim('argument', second, 4), aim('over-calling', third, 2)];
  Object.assign(report.rounds.at(-1) ?? {}, {
    kind: 'improve',
    state: 'accepted',
    acceptedBecause: 'The two tools that lost are retired next week.',
    targets,
    tools: planned.map((tool, index) => changedTool(tool, index)),
  });
  report.improvements = targets.map((target, index) => ({
    target,
    calls: target.trials * 5,
    cost: index === 2 ? null : target.trials * 0.0042,
    examples: target.trials - 3,
    fixed: target.misses - 2,
    broken: index,
  }));
  return report;
}
