import type { JsonObject } from '@imaginarium/contracts';
import { addedChoices, addedValue } from './added-value.ts';
import { type CalendarPart, looseParts } from './calendar-parts.ts';
import { statedDates } from './date-notation.ts';
import { isDerivable } from './derivable.ts';
import type { GroundedLeaf } from './ground-arguments.ts';
import { statedTimes } from './time-notation.ts';
import { leavesTradingPlaces } from './trading-places.ts';
import { blank, readWording, type Wording } from './wording.ts';

export interface SlotCheck {
  /** Why the rewording does not carry the call's arguments; undefined when the rules find nothing wrong. */
  readonly reason: string | undefined;
  /** Values that only the judge could derive from the seed, or that may have traded places: it must be asked about the rewording. */
  readonly undecided: readonly GroundedLeaf[];
}

/**
 * The slot check: every argument that rules derived from the seed's query must be derivable from the rewording by the
 * same rules, and the rewording may state no number, date or listed choice that the seed does not and that an argument
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
  const undecided = new Set([
    ...grounding.filter(({ from }) => from === 'judge'),
    ...leavesTradingPlaces(grounding, seedQuery, rewording),
    ...choices.undecided,
    ...leavesInsideOthers(grounding, seedQuery, rewording),
  ]);
  const added = addedValue(rewording, { grounding, parameters, seed }) ?? choices.reason;
  const reason =
    findReversal(seedQuery, rewording) ??
    findLoss(grounding, seedQuery, rewording) ??
    (added === undefined ? undefined : `it adds ${added}`);
  return { reason, undecided: [...undecided] };
}

function findLoss(grounding: readonly GroundedLeaf[], seedQuery: string, rewording: string): string | undefined {
  const isKept = createKeptCheck(seedQuery, rewording);
  const lost = grounding.filter((leaf) => leaf.from === 'query' && !isKept(leaf));
  const named = lost.map(({ leaf }) => `${leaf.path} = ${JSON.stringify(leaf.value)}`);
  return lost.length === 0 ? undefined : `it loses ${named.join(', ')}`;
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

const EARLIER = /\b(?:before|earlier|prior|preceding|ago)\b/i;
const LATER = /\b(?:after|later|following|afterwards|hence)\b/i;

/** `3 days after` keeps every value of `3 days before`, and asks for the opposite. */
function findReversal(seed: string, rewording: string): string | undefined {
  const [sides, reworded] = [seed, rewording].map((text) => [EARLIER.test(text), LATER.test(text)] as const);
  const isReversed = (from: 0 | 1, to: 0 | 1) => sides?.[from] && !sides[to] && !reworded?.[from] && reworded?.[to];
  if (isReversed(0, 1)) return 'it turns before into after';
  return isReversed(1, 0) ? 'it turns after into before' : undefined;
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
