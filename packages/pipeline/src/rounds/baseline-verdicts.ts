import { ImaginariumError, type Round, type Verdict } from '@imaginarium/contracts';
import type { RoundVerdicts } from './read-verdicts.ts';
import { exploredTools, presentTools } from './round-run.ts';
import { nameNow } from './tool-history.ts';

/**
 * By tool, under its name after `round`: the earlier round that its answers are compared with. That is where it was last taught
 * (explored, or aimed at by a round that improves), or where a person last took a round as it is, whichever is later. Not the
 * round just before: losses that are each within the margin would add up unseen.
 *
 * What an improving round found worse it does not count as taught; and that a round was improved on takes nothing it lost.
 */
export function baselineRounds(earlier: readonly Round[], round: Round): Map<string, number> {
  const since = new Map<string, number>();
  for (const [at, one] of earlier.entries()) {
    const later = [...earlier.slice(at + 1), round];
    for (const tool of startingIn(one)) since.set(nameNow(tool, later), one.number);
  }
  return since;
}

/** Tools that are compared with this round from here on, under its names. */
function startingIn(round: Round): string[] {
  const { state, improvedBy, gate } = round;
  const present = presentTools(round);
  if (state === 'accepted' && improvedBy === undefined) return present.map(({ tool }) => tool);
  const taught = exploredTools(round);
  const isLost = (name: string) =>
    gate?.allOld?.verdict === 'worse' ||
    gate?.oldTools.some(({ tool, verdict }) => tool === name && verdict === 'worse');
  return present
    .filter(({ tool, action }) => action === 'explore' || (taught.has(tool) && !isLost(tool)))
    .map(({ tool }) => tool);
}

/**
 * The verdicts that each of these tools is compared with, of all rounds in one.
 *
 * @throws ImaginariumError `input/not-found` where those of a round are gone
 */
export function baselineVerdicts(
  tools: readonly string[],
  evaluated: readonly RoundVerdicts[],
  since: ReadonlyMap<string, number>,
): Verdict[] {
  const wanted = new Map(tools.map((tool) => [tool, since.get(tool)]));
  const there = new Set(evaluated.map(({ number }) => number));
  for (const number of wanted.values())
    if (number !== undefined && !there.has(number))
      throw new ImaginariumError({
        code: 'input/not-found',
        message: `The verdicts of round ${number} are gone: what was lost since cannot be told.`,
        hint: `Take rounds/${number}/evaluation from a copy of the project.`,
      });
  return evaluated.flatMap(({ number, verdicts }) =>
    verdicts.filter(({ tool }) => tool !== null && wanted.get(tool) === number),
  );
}
