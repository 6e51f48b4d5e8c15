import type { JobEvent, PlannedTool, Round, RoundReport, RoundStep, TuningJob } from '@imaginarium/contracts';
import type { Ledger } from '@imaginarium/models';
import type { RunLockOwner } from '@imaginarium/storage';
import type { RunPlan } from '../plan-run.ts';
import type { RunEvent } from '../run-event.ts';
import type { LaunchEvent } from '../train/launch-training.ts';
import type { WaterfallStep } from '../waterfall.ts';
import type { ProjectConfig } from './project-config.ts';

/** What a person or a program may want to see while a round goes on. */
export type RoundEvent =
  | { readonly kind: 'step-started' | 'step-unchanged'; readonly round: number; readonly step: RoundStep }
  | {
      readonly kind: 'step-finished';
      readonly round: number;
      readonly step: RoundStep;
      readonly counts: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'planned'; readonly round: number; readonly tools: readonly PlannedTool[] }
  | { readonly kind: 'launch'; readonly event: LaunchEvent }
  | { readonly kind: 'launched'; readonly job: TuningJob }
  | { readonly kind: 'job'; readonly event: JobEvent }
  | RunEvent;

export interface RoundRequest {
  /** The last step to do. @default 'gate' */
  readonly until?: RoundStep | undefined;
  /** This step alone; those before it must be done. */
  readonly only?: RoundStep | undefined;
  /** Plans an open round again, where the tools are no longer what it was planned for; what was paid stays paid. */
  readonly isReplanned?: boolean | undefined;
  /** Takes the last round though its gate did not pass, for this reason, and begins the next. */
  readonly accept?: string | undefined;
  /** A checkpoint that was trained elsewhere (`to: export`) or that takes the place of one that is gone: as `evaluate --model` takes it. */
  readonly checkpoint?: string | undefined;
  /** Bounds of what the round's exploration and curation may spend. @default the project's budget */
  readonly budget?: { readonly dollars?: number; readonly calls?: number; readonly tokens?: number } | undefined;
}

export interface ImproveRequest extends RoundRequest {
  /** Trials in all, shared among what went wrong by how often it did. @default 120 */
  readonly trials?: number | undefined;
}

export interface RoundResult {
  /** Absolute. */
  readonly project: string;
  /** Absolute: `PROJECT/rounds/N`. */
  readonly folder: string;
  readonly round: Round;
  /** Null before its gate. */
  readonly report: RoundReport | null;
}

/** What a round would do, before it does it. */
export interface RoundPlan {
  readonly number: number;
  readonly kind: Round['kind'];
  /** Whether an open round is gone on with. */
  readonly isResumed: boolean;
  readonly tools: readonly PlannedTool[];
  readonly targets: Round['targets'];
  /** Exploration and curation of what is new or changed; null where nothing is. */
  readonly run: Omit<RunPlan, 'folder'> | null;
  /** Examples of earlier rounds: kept as they are, carried over to a new version, leaving. */
  readonly examples: { readonly keep: number; readonly migrate: number; readonly leave: number };
  readonly training: { readonly endpoint: string; readonly from: string };
  /** Test items of tools so far; those that exploration will hold out come to them. */
  readonly testItems: number;
}

export interface RoundSummary {
  readonly round: Round;
  /** Absolute. */
  readonly folder: string;
  /** The first step that is not done; null when all are. */
  readonly nextStep: RoundStep | null;
  readonly calls: number;
  /** US dollars; null when a price is unknown. */
  readonly cost: number | null;
}

export interface ProjectStatus {
  readonly config: ProjectConfig;
  /** Absolute. */
  readonly folder: string;
  readonly rounds: readonly RoundSummary[];
  /** Whether a process works on it now. */
  readonly isRunning: boolean;
  /** The process that does; null where none does. */
  readonly worker: RunLockOwner | null;
}

export interface RoundDetail extends RoundSummary {
  /** From trials to examples; null where nothing was explored. */
  readonly waterfall: readonly WaterfallStep[] | null;
  readonly ledgers: { readonly exploration: Ledger; readonly evaluation: Ledger };
  readonly report: RoundReport | null;
}
