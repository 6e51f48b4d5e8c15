import type { Round, Verdict } from '@imaginarium/contracts';

/** The name that a tool of a round has after the last of these rounds; the last it had, for one that is gone. */
export function nameNow(tool: string, later: readonly Round[]): string {
  let name = tool;
  for (const { tools } of later) name = tools.find(({ before }) => before === name)?.tool ?? name;
  return name;
}

/** Verdicts of a round under the names that its tools have now. */
export function underNamesOfNow(verdicts: readonly Verdict[], later: readonly Round[]): Verdict[] {
  if (!later.some(({ tools }) => tools.some(({ tool, before }) => before !== null && before !== tool)))
    return [...verdicts];
  return verdicts.map((verdict) =>
    verdict.tool === null ? verdict : { ...verdict, tool: nameNow(verdict.tool, later) },
  );
}

/** By tool, under its name of now: the round in which it was last learned anew. */
export function learnedIn(rounds: readonly Round[]): Map<string, number> {
  const learned = new Map<string, number>();
  for (const [at, { number, tools }] of rounds.entries())
    for (const { tool, action } of tools)
      if (action === 'explore') learned.set(nameNow(tool, rounds.slice(at + 1)), number);
  return learned;
}
