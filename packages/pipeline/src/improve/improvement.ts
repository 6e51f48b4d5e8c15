import { type Example, type Focus, type ImprovementTarget, improvementTargetSchema } from '@imaginarium/contracts';
import type { NearMisses } from '@imaginarium/curation';
import { z } from 'zod';

/** What makes a run a targeted one. */
export const improvementSchema = z.object({
  targets: z.array(improvementTargetSchema),
  /** Queries that are trained on already, oldest first; the tool is null where none serves. Shown to imagination: none may be of a test. */
  knownQueries: z.array(z.object({ tool: z.string().nullable(), query: z.string() })),
});
export type Improvement = z.infer<typeof improvementSchema>;

/** What imagination may be shown of a pool: queries of training seeds. Those held out, and rewordings, stay out. */
export function knownQueriesOf(examples: Iterable<Example>): Improvement['knownQueries'] {
  const known: Improvement['knownQueries'] = [];
  for (const { split, paraphraseOf, tool, query } of examples)
    if (split === 'train' && paraphraseOf === null) known.push({ tool, query });
  return known;
}

/** What each trial of each tool is for. Those of a confused pair are shared between the two, the more missed one first. */
export function focusesOf(targets: readonly ImprovementTarget[]): Map<string, Focus[]> {
  const focuses = new Map<string, Focus[]>();
  const add = (tool: string, focus: Focus, trials: number) =>
    focuses.set(tool, [...(focuses.get(tool) ?? []), ...Array.from({ length: trials }, () => focus)]);
  for (const { kind, tool, other, argument, trials } of targets) {
    if (kind === 'over-calling') continue;
    if (kind !== 'confused-pair' || other === undefined) {
      add(tool, { kind, ...(argument === undefined ? {} : { argument }) }, trials);
      continue;
    }
    add(tool, { kind, other }, Math.ceil(trials / 2));
    add(other, { kind, other: tool }, Math.floor(trials / 2));
  }
  return focuses;
}

/** The no-call queries that are wanted near each tool that is called for nothing. */
export function nearMissesOf(targets: readonly ImprovementTarget[]): NearMisses[] {
  return targets.flatMap(({ kind, tool, trials }) =>
    kind === 'over-calling' && trials > 0 ? [{ tool, wanted: trials }] : [],
  );
}

/** Known queries by tool. */
export function queriesByTool({ knownQueries }: Improvement): Map<string, string[]> {
  const byTool = new Map<string, string[]>();
  for (const { tool, query } of knownQueries) {
    if (tool === null) continue;
    const queries = byTool.get(tool);
    if (queries) queries.push(query);
    else byTool.set(tool, [query]);
  }
  return byTool;
}
