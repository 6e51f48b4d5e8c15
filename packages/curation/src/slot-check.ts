import type { JsonObject } from '@imaginarium/contracts';
import { addedChoices, addedValue } from './added-value.ts';
import { type CalendarPart, looseParts } from './calendar-parts.ts';
import { changedQuantity } from './changed-quantity.ts';
import { findReversal, isDateBlurred } from './changed-sense.ts';
import { changedText, type TextChange } from './changed-text.ts';
import { statedDates } from './date-notation.ts';
import { isDerivable } from './derivable.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { lostRepeats } from './lost-repeats.ts';
import { statedTimes } from './time-notation.ts';
import { leavesTradingPlaces } from './trading-places.ts';
import { blank, readWording, type Wording } from './wording.ts';

export interface SlotCheck {
  /** Why the rewording does not carry the call's arguments; undefined when the rules find nothing wrong. */
  readonly reason: string | undefined;
  /**
   * Values that only a reader can find in the rewording: what rules did not derive from the seed either (choices among
   * them), what may have traded places, what may be part of a longer name.
   */
  readonly undecided: readonly GroundedLeaf[];
}

/**
 * The slot check: every argument that rules derived from the seed's query must be derivable from the rewording by the
 * same rules and mean the same there as far as notation tells (unit, sign of comparison, side, spelling where it counts), and the rewording may state no number, date or listed choice that the seed does not and that an argument
 * could take for its value.
 *
 * @param parameters JSON Schema of the tool's arguments
 */
export function checkSlots(
  grounding: readonly GroundedLeaf[],
  seedQuery: string,
  rewording: string,
  parameters: JsonObject,
): SlotCheck {
  const [seed, reworded] = [readWording(seedQuery), readWording(rewording)];
  const choices = addedChoices(reworded, { grounding, parameters, seed });
  const traded = leavesTradingPlaces(grounding, seedQuery, rewording);
  const repeats = lostRepeats(grounding, seedQuery, rewording);
  const isKept = createKeptCheck(seedQuery, rewording);
  const stated = grounding
    .filter(({ from }) => from === 'query')
    .map((grounded) => ({ grounded, change: isKept(grounded) ? changeOf(grounded, seedQuery, rewording) : 'lost' }));
  const changed = (to: TextChange) => stated.flatMap(({ grounded, change }) => (change === to ? [grounded] : []));
  const undecided = new Set([
    ...grounding.filter(({ from }) => from === 'judge' || from === 'choice'),
    ...traded.undecided,
    ...choices.undecided,
    ...leavesInsideOthers(grounding, seedQuery, rewording),
    ...repeats.doubtful,
    ...changed('doubtful'),
  ]);
  const added = addedValue(rewording, { grounding, parameters, seed }) ?? choices.reason;
  const reason =
    findReversal(seedQuery, rewording) ??
    naming('it loses', changed('lost')) ??
    findChange(grounding, seedQuery, rewording) ??
    naming('it loses a mention of', repeats.lost) ??
    naming('it swaps', traded.swapped) ??
    (added === undefined ? undefined : `it adds ${added}`);
  return { reason, undecided: [...undecided] };
}

function naming(fault: string, leaves: readonly GroundedLeaf[]): string | undefined {
  const named = leaves.map(({ leaf }) => `${leaf.path} = ${JSON.stringify(leaf.value)}`);
  return named.length === 0 ? undefined : `${fault} ${named.join(', ')}`;
}

function changeOf({ leaf }: GroundedLeaf, seed: string, rewording: string): TextChange {
  if (typeof leaf.value !== 'string') return undefined;
  return changedText(leaf.value, { seed, rewording, choices: choicesOf(leaf).length > 0 });
}

/**
 * Whether a value that the seed states is stated by the rewording in the same capacity: what stands by itself in the seed
 * is not kept by what happens to stand inside a date or a time.
 */
function createKeptCheck(seedQuery: string, rewording: string) {
  const loosen = (text: string) => blank(text, [...statedDates(text), ...statedTimes(text)]);
  const looseSeed = loosen(seedQuery);
  const [bare, loose] = [readWording(blank(looseSeed, looseParts(looseSeed))), readWording(looseSeed)];
  const [looseReworded, reworded] = [readWording(loosen(rewording)), readWording(rewording)];
  return ({ leaf: { value } }: GroundedLeaf): boolean => {
    if (isTextDerivable(value, bare)) return isTextDerivable(value, looseReworded);
    if (!isTextDerivable(value, loose)) return isTextDerivable(value, reworded);
    return isTextDerivable(value, looseReworded) || isPartKept(Number(value), loose.parts, reworded);
  };
}

/** The leaves that the seed states by themselves and the rewording only within another argument (the `x` of `x^2 + 1`). */
function leavesInsideOthers(grounding: readonly GroundedLeaf[], seed: string, rewording: string): GroundedLeaf[] {
  return grounding.filter(({ from, leaf: { path, value } }) => {
    if (from !== 'query') return false;
    const holders = grounding.flatMap(({ leaf: other }) =>
      other.path !== path && String(other.value) !== String(value) && String(other.value).includes(String(value))
        ? [String(other.value)]
        : [],
    );
    const isApart = (text: string) =>
      isTextDerivable(value, readWording(holders.reduce((left, holder) => left.replaceAll(holder, ' '), text)));
    return holders.length > 0 && isApart(seed) && !isApart(rewording);
  });
}

/** Why a value that the rewording still states means something else there. */
function findChange(grounding: readonly GroundedLeaf[], seed: string, rewording: string): string | undefined {
  for (const { from, leaf } of grounding) {
    if (from !== 'query') continue;
    const { path, value } = leaf;
    const number = typeof value === 'number' || /^[+-]?\d+(?:\.\d+)?$/.test(String(value)) ? Number(value) : undefined;
    const change = number === undefined ? undefined : changedQuantity(number, seed, rewording);
    if (change !== undefined) return `it turns ${path} = ${JSON.stringify(value)} from ${change}`;
    if (typeof value === 'string' && isDateBlurred(value, seed, rewording))
      return `it leaves open which date ${path} = ${JSON.stringify(value)} is`;
  }
  return undefined;
}

const isTextDerivable = (value: unknown, wording: Wording) =>
  (typeof value === 'string' || typeof value === 'number') && isDerivable(value, wording);

/** `The 5th in the year 2028` may become `5 July 2028`: a part of a date or time stays that part inside a whole one. */
function isPartKept(value: number, parts: readonly CalendarPart[], { dates, times }: Wording): boolean {
  return parts.some(
    ({ part, value: stated }) =>
      stated === value &&
      (part === 'hour' ? times.some(({ hour }) => hour === value) : dates.some((date) => date[part] === value)),
  );
}
