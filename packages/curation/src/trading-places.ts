import { codeWordings } from './code-notation.ts';
import { isDateStated, leadingDate, statedDates } from './date-notation.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { digitNumbers, isSameNumber } from './number-notation.ts';
import { spelledNumbers } from './spelled-number.ts';
import { wholeTime } from './time-notation.ts';
import { foldText } from './wording.ts';

export interface TradedPlaces {
  /** Two leaves that changed sides: `from Berlin to Rome`, `to Berlin from Rome`. */
  readonly swapped: readonly GroundedLeaf[];
  /**
   * Leaves that stand in another order than in the seed. `From 3 to 9` and `from 9 to 3` state the same values; so do
   * `between 3 and 9` and `up to 9, starting at 3`: only a reader can tell.
   */
  readonly undecided: readonly GroundedLeaf[];
}

/** The leaves that may have traded places in a rewording: two values of one kind, either of which the other argument would take. */
export function leavesTradingPlaces(grounding: readonly GroundedLeaf[], seed: string, rewording: string): TradedPlaces {
  const stated = grounding.flatMap((leaf) => {
    const { value } = leaf.leaf;
    if (leaf.from !== 'query' || (typeof value !== 'string' && typeof value !== 'number')) return [];
    const [before, after] = [placeOf(value, seed), placeOf(value, rewording)];
    return before === undefined || after === undefined ? [] : [{ leaf, value, kind: kindOf(value), before, after }];
  });
  type Stated = (typeof stated)[number];
  const leavesThat = (traded: (one: Stated, other: Stated) => boolean) =>
    stated
      .filter((one) =>
        stated.some(
          (other) =>
            one.kind === other.kind &&
            takes(one.leaf, other.value) &&
            takes(other.leaf, one.value) &&
            traded(one, other),
        ),
      )
      .map(({ leaf }) => leaf);
  const isTurned = ({ before, after }: Stated) =>
    before.role !== undefined && after.role !== undefined && before.role !== after.role;
  return {
    swapped: leavesThat((one, other) => isTurned(one) && isTurned(other) && one.before.role !== other.before.role),
    undecided: leavesThat(
      (one, other) => Math.sign(one.before.at - other.before.at) * Math.sign(one.after.at - other.after.at) < 0,
    ),
  };
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

function kindOf(value: string | number): string {
  if (typeof value === 'number' || NUMBER.test(value)) return 'number';
  if (leadingDate(value) !== undefined) return 'date';
  if (wholeTime(value) !== undefined) return 'time';
  return /^[A-Z]{2,4}$/.test(value) ? 'code' : 'text';
}

function takes({ leaf }: GroundedLeaf, value: string | number): boolean {
  const choices = choicesOf(leaf);
  return choices.length === 0 || choices.includes(value);
}

interface TextPlace {
  /** UTF-16 offset, about. */
  readonly at: number;
  /** The side that the word before it gives it. */
  readonly role: 'from' | 'to' | undefined;
}

/** Where a text states a value; undefined when it is not found. */
function placeOf(value: string | number, text: string): TextPlace | undefined {
  const kind = kindOf(value);
  const date = kind === 'date' ? leadingDate(String(value)) : undefined;
  const found =
    kind === 'number'
      ? [...digitNumbers(text), ...spelledNumbers(text)].find(({ readings }) =>
          readings.some((reading) => isSameNumber(reading, Number(value))),
        )
      : statedDates(text).find(({ readings }) =>
          date?.readings.some((wanted) => readings.some((reading) => isDateStated(wanted, reading))),
        );
  if (found !== undefined) return { at: found.start, role: roleAfter(text.slice(0, found.start)) };
  if (kind === 'number') return undefined;
  const folded = foldText(text);
  // A short code inside a word is not the code: the `en` of `sentence`.
  const spelled = /^\p{L}{1,3}$/u.test(String(value))
    ? [new RegExp(`(?<!\\p{L})${foldText(String(value))}(?!\\p{L})`, 'u')]
    : [];
  const literal = spelled.length > 0 ? -1 : folded.indexOf(foldText(String(value)));
  const at = literal >= 0 ? literal : firstOf([...codeWordings(String(value)), ...spelled], folded);
  return at === undefined ? undefined : { at, role: roleAfter(folded.slice(0, at)) };
}

function firstOf(patterns: readonly RegExp[], folded: string): number | undefined {
  return patterns.map((pattern) => folded.search(pattern)).find((at) => at >= 0);
}

function roleAfter(before: string): TextPlace['role'] {
  const word = /\b(from|to|into)\s(?:the\s)?["'“‘]?$/i.exec(before)?.[1]?.toLowerCase();
  return word === undefined ? undefined : word === 'from' ? 'from' : 'to';
}
