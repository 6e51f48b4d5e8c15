import { isDateStated, leadingDate, statedDates } from './date-notation.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { digitNumbers, isSameNumber } from './number-notation.ts';
import { spelledNumbers } from './spelled-number.ts';
import { wholeTime } from './time-notation.ts';
import { foldText } from './wording.ts';

/**
 * The leaves that may have traded places in a rewording: two values of one kind, either of which the other argument would
 * take, that stand in another order than in the seed. `From 3 to 9` and `from 9 to 3` state the same values; so do
 * `from 3 to 9` and `to 9 from 3`: only a reader can tell, so this finds whom to ask about.
 */
export function leavesTradingPlaces(
  grounding: readonly GroundedLeaf[],
  seed: string,
  rewording: string,
): GroundedLeaf[] {
  const stated = grounding.flatMap((leaf) => {
    const { value } = leaf.leaf;
    if (leaf.from !== 'query' || (typeof value !== 'string' && typeof value !== 'number')) return [];
    const [before, after] = [placeOf(value, seed), placeOf(value, rewording)];
    return before < 0 || after < 0 ? [] : [{ leaf, value, kind: kindOf(value), before, after }];
  });
  return stated
    .filter((one) =>
      stated.some(
        (other) =>
          one.kind === other.kind &&
          takes(one.leaf, other.value) &&
          takes(other.leaf, one.value) &&
          Math.sign(one.before - other.before) * Math.sign(one.after - other.after) < 0,
      ),
    )
    .map(({ leaf }) => leaf);
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

/** Where a text states a value, about; -1 when it is not found. */
function placeOf(value: string | number, text: string): number {
  const kind = kindOf(value);
  if (kind === 'number') {
    const found = [...digitNumbers(text), ...spelledNumbers(text)].find(({ readings }) =>
      readings.some((reading) => isSameNumber(reading, Number(value))),
    );
    return found?.start ?? -1;
  }
  const date = kind === 'date' ? leadingDate(String(value)) : undefined;
  const stated = statedDates(text).find(({ readings }) =>
    date?.readings.some((wanted) => readings.some((reading) => isDateStated(wanted, reading))),
  );
  return stated?.start ?? foldText(text).indexOf(foldText(String(value)));
}
