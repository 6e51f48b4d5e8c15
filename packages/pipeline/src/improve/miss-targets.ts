import type { ImprovementTarget, ToolSpec, Verdict } from '@imaginarium/contracts';
import { findArgument } from '@imaginarium/exploration';

/** What a miss calls for, before it is known how often it happened. */
export type MissTarget = Pick<ImprovementTarget, 'kind' | 'tool' | 'other' | 'argument'>;

/** The same for a confused pair whichever of the two was taken for the other. */
export function targetKey({ kind, tool, other, argument }: MissTarget): string {
  const tools = other === undefined ? [tool] : [tool, other].sort();
  return JSON.stringify([kind, tools, argument ?? null]);
}

/**
 * What could be explored so that a miss does not happen again: one target, or one an argument that was wrong. None for what
 * is right or undecided, for a model that could not be asked, and where there is no tool of ours to explore.
 *
 * Nothing but names that the tools themselves declare is taken from the verdict: a key of an argument that the schema leaves
 * open, or a tool that somebody made up, may be the words of a test.
 */
export function missTargets(verdict: Verdict, tools: ReadonlyMap<string, ToolSpec>): MissTarget[] {
  const { miss, problems = [] } = verdict;
  const tool = tools.get(verdict.tool ?? '');
  const called = tools.get(verdict.calledTool ?? '')?.name;
  if (miss === 'unwanted-call') return called === undefined ? [] : [{ kind: 'over-calling', tool: called }];
  if (miss === null || miss === 'no-reply' || tool === undefined) return [];
  const anything: MissTarget = { kind: 'tool', tool: tool.name };
  if (miss === 'no-call' || miss === 'malformed') return [anything];
  if (miss === 'wrong-tool')
    return called === undefined || called === tool.name
      ? [anything]
      : [{ kind: 'confused-pair', tool: tool.name, other: called }];
  const declared = problems.map(({ path }) => findArgument(tool.parameters, path).path).filter((path) => path !== '');
  if (declared.length === 0) return [anything];
  return [...new Set(declared)].map((argument) => ({ kind: 'argument', tool: tool.name, argument }));
}
