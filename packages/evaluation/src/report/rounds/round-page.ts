import type { Round, RoundReport } from '@imaginarium/contracts';
import { writePage } from '../page-shell.ts';
import { shorten } from '../write-figures.ts';
import { gateSection } from './section-gate.ts';
import { historySection } from './section-history.ts';
import { improvementsSection } from './section-improvements.ts';
import { matrixSection } from './section-matrix.ts';
import { mixSection } from './section-mix.ts';
import { roundHeading } from './section-round-heading.ts';
import { roundToolsSection } from './section-round-tools.ts';
import { stepsSection } from './section-steps.ts';
import { roundStyleSheet } from './style-rounds.ts';

/** The whole page of a round report. */
export function renderRoundPage(report: RoundReport): string {
  const round = roundOf(report);
  return writePage({
    title: `${shorten(report.project, 80)} · round ${round.number}`,
    style: roundStyleSheet,
    script: null,
    heading: roundHeading(report, round),
    sections: [
      { id: 'gate', title: 'Gate', body: gateSection(report, round) },
      { id: 'matrix', title: 'Every round by tool', body: matrixSection(report) },
      { id: 'changes', title: 'Tools of this round', body: roundToolsSection(round) },
      { id: 'mix', title: 'Training records', body: mixSection(report, round) },
      { id: 'improvements', title: 'What the money bought', body: improvementsSection(report, round) },
      { id: 'steps', title: 'Steps', body: stepsSection(round) },
      { id: 'history', title: 'Rounds so far', body: historySection(report) },
    ],
  });
}

/** The round that a report is about: its last. */
function roundOf({ rounds }: RoundReport): Round {
  const round = rounds.at(-1);
  if (round === undefined) throw new RangeError('A report of no round at all.');
  return round;
}
