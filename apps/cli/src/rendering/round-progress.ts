import type { Clock, RoundStep } from '@imaginarium/contracts';
import type { RoundEvent } from '@imaginarium/pipeline/rounds';
import { formatCount } from './format.ts';
import { renderJobEvent, renderLaunchEvent } from './job.ts';
import { createProgress } from './progress.ts';
import { toolsInWords } from './round-words.ts';

export interface RoundProgress {
  readonly onEvent: (event: RoundEvent) => void;
  /** Ends the line being drawn. */
  readonly end: () => void;
}

/** Shows a round as it goes on: its steps, within them the stages of its run and the events of its job. */
export function createRoundProgress(options: {
  readonly clock: Clock;
  readonly isTerminal: boolean;
  readonly isJson: boolean;
  readonly say: (line: string) => void;
  readonly draw: (text: string) => void;
}): RoundProgress {
  const progress = createProgress(options);
  const say = (line: string) => {
    progress.end();
    options.say(line);
  };
  const onEvent = (event: RoundEvent): void => {
    if (event.kind === 'progress' || event.kind === 'notice') {
      progress.onEvent(event);
      return;
    }
    const line = lineOf(event, options);
    if (line !== '') say(line);
  };
  return { onEvent, end: progress.end };
}

/** Empty for what need not be said. */
function lineOf(
  event: Exclude<RoundEvent, { kind: 'progress' | 'notice' }>,
  { isJson }: { readonly isJson: boolean },
): string {
  switch (event.kind) {
    case 'step-started':
      return `round ${event.round}: ${event.step} …`;
    case 'step-unchanged':
      return `round ${event.round}: ${event.step} unchanged, not done again`;
    case 'step-finished':
      return `round ${event.round}: ${event.step} done${countsText(event.step, event.counts)}`;
    case 'planned':
      return `round ${event.round}: ${toolsInWords(event.tools)}`;
    case 'launched':
      return `job ${event.job.id} at ${event.job.endpoint}: ${event.job.stateAs}`;
    case 'job':
      return renderJobEvent(event.event);
    case 'launch':
      return renderLaunchEvent(event.event, { isJson });
    // The steps of the round say where its run stands.
    case 'stage-started':
    case 'stage-finished':
    case 'stage-unchanged':
      return '';
  }
}

/** `: 135 records`; of the plan and the gate more is said elsewhere. */
function countsText(step: RoundStep, counts: Readonly<Record<string, number>>): string {
  if (step === 'plan' || step === 'gate') return '';
  const said = Object.entries(counts).map(([name, count]) => `${formatCount(count)} ${name}`);
  return said.length === 0 || said.length > 4 ? '' : `: ${said.join(', ')}`;
}
