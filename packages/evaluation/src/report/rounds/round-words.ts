import type { ImprovementTarget, Proposal, Round, RoundMetric, RoundStep, ToolAction } from '@imaginarium/contracts';
import { type Html, html, nameHtml } from '../html.ts';

/** What a share is a share of. */
export const shareWords: Readonly<Record<RoundMetric, string>> = {
  correct: 'share of right calls',
  toolMatch: 'share of calls of the right tool',
};

export const actionWords: Readonly<Record<ToolAction, string>> = {
  explore: 'Explored',
  migrate: 'Carried over',
  keep: 'Kept',
  drop: 'Dropped',
};

export const stepWords: Readonly<Record<RoundStep, string>> = {
  plan: 'Plan',
  explore: 'Explore',
  curate: 'Curate',
  mix: 'Mix',
  train: 'Train',
  evaluate: 'Evaluate',
  gate: 'Gate',
};

export const proposalWords: Readonly<Record<Proposal['kind'], string>> = {
  'more-replay': 'More replay',
  'targeted-trials': 'Targeted trials',
  'more-data': 'More data',
  'more-test-items': 'More test items',
};

/** How a round stands, in a word or two. */
export function standing({ state, gate }: Round): string {
  if (state === 'accepted') return 'accepted without passing';
  if (gate === null) return 'open, no gate yet';
  return gate.isPassed ? 'passed' : 'not passed';
}

/** What an improvement aims at, in a sentence's half. */
export function targetHtml({ kind, tool, other, argument }: ImprovementTarget): Html {
  if (kind === 'over-calling') return html`${nameHtml(tool)} called for nothing`;
  if (kind === 'argument') return html`${nameHtml(tool)}: argument <code>${argument ?? 'any'}</code>`;
  if (kind === 'tool') return html`${nameHtml(tool)}, other misses`;
  return other === undefined
    ? html`${nameHtml(tool)} taken for another`
    : html`${nameHtml(tool)} taken for ${nameHtml(other)}`;
}
