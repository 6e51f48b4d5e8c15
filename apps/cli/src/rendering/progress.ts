import type { Clock } from '@imaginarium/contracts';
import type { RunEvent } from '@imaginarium/pipeline';
import { formatCost, formatDuration } from './format.ts';

/** Milliseconds between two drawings of the line on a terminal, and between two lines where there is none. */
const REDRAW_MS = 100;
const LINE_MS = 5_000;

type ProgressEvent = Extract<RunEvent, { kind: 'progress' }>;

export interface Progress {
  readonly onEvent: (event: RunEvent) => void;
  /** Ends the line being drawn. */
  readonly end: () => void;
}

/** Shows a run as it goes on: one line that is drawn over on a terminal, a plain line now and then elsewhere. */
export function createProgress(options: {
  readonly clock: Clock;
  readonly isTerminal: boolean;
  readonly say: (line: string) => void;
  readonly draw: (text: string) => void;
}): Progress {
  const { clock, isTerminal, say, draw } = options;
  let started = { step: '', at: 0, from: 0 };
  let shownAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const end = (): void => {
    if (isDrawn) draw('\r\u001B[K');
    isDrawn = false;
  };
  const show = (event: ProgressEvent): void => {
    const now = clock.now();
    const step = `${event.stage}/${event.step}`;
    if (started.step !== step) {
      started = { step, at: now, from: event.done };
      shownAt = isTerminal ? Number.NEGATIVE_INFINITY : now;
    }
    const isLast = event.done >= event.total;
    if (!isLast && now - shownAt < (isTerminal ? REDRAW_MS : LINE_MS)) return;
    if (isLast && !isTerminal && now - started.at < LINE_MS) return;
    shownAt = now;
    const line = progressLine(event, { elapsedMs: now - started.at, doneSince: event.done - started.from });
    if (isTerminal) {
      draw(`\r\u001B[K${line}`);
      isDrawn = true;
    } else say(line);
  };
  return {
    end,
    onEvent: (event) => {
      if (event.kind === 'progress') return show(event);
      end();
      if (event.kind === 'stage-started') say(`${event.stage} …`);
      if (event.kind === 'stage-unchanged') say(`${event.stage}: unchanged, not run again`);
      if (event.kind === 'stage-finished') say(`${event.stage}: done`);
      if (event.kind === 'notice') say(`note: ${event.message}`);
    },
  };
}

/** `explore  trials 120/456  26%  41/s  1,204 calls  $0.12  8 s left` */
export function progressLine(
  event: ProgressEvent,
  pace: { readonly elapsedMs: number; readonly doneSince: number },
): string {
  const rate = pace.elapsedMs > 0 ? (pace.doneSince / pace.elapsedMs) * 1000 : 0;
  const parts = [
    event.stage.padEnd(8),
    `${event.step} ${event.done}/${event.total}`,
    `${Math.floor((event.done / Math.max(1, event.total)) * 100)}%`,
    `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`,
    `${event.calls.toLocaleString('en')} calls`,
    formatCost(event.cost),
  ];
  if (rate > 0 && event.done < event.total)
    parts.push(`${formatDuration(((event.total - event.done) / rate) * 1000)} left`);
  return parts.join('  ');
}
