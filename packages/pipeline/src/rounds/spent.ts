import type { Round, RoundStep } from '@imaginarium/contracts';
import type { Ledger } from '@imaginarium/models';
import { readLedger } from '../read-run.ts';
import { roundPath } from './round-paths.ts';
import { setAsideBefore } from './set-aside.ts';

/** What was paid: model calls, and US dollars or null where a price is unknown. */
export interface Spent {
  readonly calls: number;
  readonly cost: number | null;
}

/** What several things were paid together. */
export function sumSpent(parts: readonly Spent[]): Spent {
  return {
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    cost: parts.reduce<number | null>((sum, { cost }) => (sum === null || cost === null ? null : sum + cost), 0),
  };
}

function spentOf({ total }: Ledger): Spent {
  return { calls: total.calls, cost: total.unpricedCalls > 0 ? null : total.cost };
}

/** What a run folder's journal was paid, but for what another step paid of it. */
export async function spentOn(run: string, other: Spent | undefined): Promise<Spent> {
  const { calls, cost } = spentOf(await readLedger(run));
  const isPriced = cost !== null && other?.cost !== null;
  return {
    calls: Math.max(0, calls - (other?.calls ?? 0)),
    cost: isPriced ? Math.max(0, cost - (other?.cost ?? 0)) : null,
  };
}

/** What a round's evaluations were paid, those that were set aside among them. */
export async function spentOnEvaluations(round: string): Promise<Spent> {
  const path = roundPath(round, 'evaluation');
  const ledgers = await Promise.all([...setAsideBefore(path), path].map(readLedger));
  return sumSpent(ledgers.map(spentOf));
}

/** What a round was paid so far. Steps know it when they are done; what one paid that was stopped is in its journal. */
export async function spentInRound(folder: string, { steps }: Pick<Round, 'steps'>): Promise<Spent> {
  const isStopped = (...names: RoundStep[]) => names.some((name) => (steps[name]?.state ?? 'done') !== 'done');
  const noted = (...names: RoundStep[]) => names.flatMap((name) => steps[name] ?? []);
  return sumSpent([
    ...noted('plan', 'mix', 'train', 'gate'),
    ...(isStopped('explore', 'curate')
      ? [await spentOn(roundPath(folder, 'run'), undefined)]
      : noted('explore', 'curate')),
    ...(isStopped('evaluate') ? [await spentOnEvaluations(folder)] : noted('evaluate')),
  ]);
}
