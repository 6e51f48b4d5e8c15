import { isJsonObject, type JsonObject } from '@imaginarium/contracts';
import { absentArguments, kindsTaken } from './argument-kinds.ts';
import { isDateCovered } from './calendar-parts.ts';
import { statedDates } from './date-notation.ts';
import { isDerivable } from './derivable.ts';
import { choicesOf, type GroundedLeaf } from './ground-arguments.ts';
import { digitNumbers, isSameNumber, type StatedNumber } from './number-notation.ts';
import { spelledCardinals } from './spelled-number.ts';
import { statedTimes } from './time-notation.ts';
import type { Wording } from './wording.ts';

/** Numbers of standards and of clocks are parts of names: `UTF-8`, `E.164`, `ISO 4217`, `WCAG 2.1`, `24-hour clock`, `24/7`. */
const NAME_BEFORE =
  /\p{L}[-.]$|(?<!\p{L})(?:ISO|IEC|IEEE|ITU|RFC|DIN|ANSI|ECMA|WCAG|UTF|HTTP|TLS)[\s/-]$|(?<!\d)24\/$/u;
const NAME_AFTER = /^[\s-](?:hour|h)[\s-](?:clock|format|time|notation)(?!\p{L})|^\/7(?!\d)/iu;
/** `field 49`, `gate 12`, `version 4`: a number that tells one of many apart. */
const LABEL_BEFORE =
  /(?<!\p{L})(field|line|row|column|page|room|gate|platform|chapter|article|section|item|step|flight|bus|tram|train|route|floor|lesson|form|table|figure|question|exercise|task|ticket|version|release)\s$/iu;
/** `5-star`, `three letters`: a quality of what is spoken of, not a quantity of its own. */
const COMPOUND_AFTER = /^(?:-|\s(?=(?:letter|digit|decimal)))(\p{L}{3,}?)s?(?!\p{L})/u;

export interface AddedIn {
  readonly grounding: readonly GroundedLeaf[];
  /** JSON Schema of the tool's arguments. */
  readonly parameters: JsonObject;
  readonly seed: Wording;
}

/**
 * A number, date or time that the rewording states and the seed does not, as it is written, where an argument could take
 * it for its value: none of a kind that no argument takes, none that is part of a name, a label or a compound word that
 * the arguments do not speak of.
 */
export function addedValue(rewording: string, { grounding, parameters, seed }: AddedIn): string | undefined {
  const kinds = kindsTaken(grounding, parameters);
  const [dates, times] = [statedDates(rewording), statedTimes(rewording)];
  const isNewMoment = [
    ...dates.filter(({ readings }) => !readings.some((reading) => isDateCovered(reading, seed))),
    ...times.filter(({ time }) => !seed.numbers.includes(time.hour) && !seed.numbers.includes(time.hour % 12)),
  ];
  const isSpokenOf = (word: string) =>
    grounding.some(({ from }) => from === 'judge') || JSON.stringify(parameters).toLowerCase().includes(word);
  const isNamePart = ({ start, end }: StatedNumber) => {
    const [before, after] = [rewording.slice(0, start), rewording.slice(end)];
    if (NAME_BEFORE.test(before) || NAME_AFTER.test(after)) return true;
    const noun = LABEL_BEFORE.exec(before)?.[1] ?? COMPOUND_AFTER.exec(after)?.[1];
    return noun !== undefined && !isSpokenOf(noun.toLowerCase());
  };
  const newNumbers = [...digitNumbers(rewording), ...spelledCardinals(rewording)].filter(
    (number) =>
      ![...dates, ...times].some((span) => number.start < span.end && span.start < number.end) &&
      !number.readings.some((reading) =>
        seed.numbers.some((known) => isSameNumber(Math.abs(reading), Math.abs(known))),
      ) &&
      !isNamePart(number),
  );
  const isTaken = ({ start, end }: StatedNumber) =>
    kinds.has('number') || (kinds.has('identifier') && /(?:\d\D?){4}/.test(rewording.slice(start, end)));
  const found = (kinds.has('moment') ? isNewMoment[0] : undefined) ?? newNumbers.find(isTaken);
  return found === undefined ? undefined : JSON.stringify(rewording.slice(found.start, found.end).trim());
}

export interface AddedChoices {
  readonly reason: string | undefined;
  /** Arguments whose own choice stands in the rewording beside another: only a reader can tell which is meant. */
  readonly undecided: readonly GroundedLeaf[];
}

/** Function words and idioms (`64 characters in all`): as choices of an argument that the call leaves out they say nothing. */
const IDLE = /^(?:all|any|no|none|other|in|on|off|up|down|now)$/i;

/** Other listed choices than the call's, stated by the rewording and not by the seed. */
export function addedChoices(reworded: Wording, { grounding, parameters, seed }: AddedIn): AddedChoices {
  const isNew = (choice: unknown): choice is string =>
    typeof choice === 'string' && isDerivable(choice, reworded) && !isDerivable(choice, seed);
  const undecided: GroundedLeaf[] = [];
  for (const grounded of grounding) {
    const { leaf } = grounded;
    const added = choicesOf(leaf).find((choice) => choice !== leaf.value && isNew(choice));
    if (added === undefined) continue;
    if (typeof leaf.value !== 'string' || !isDerivable(leaf.value, reworded))
      return { reason: `the choice ${JSON.stringify(added)}`, undecided };
    undecided.push(grounded);
  }
  for (const [, schema] of absentArguments(grounding, parameters)) {
    if (!isJsonObject(schema)) continue;
    const added = choicesOf({ schemas: [schema] }).find(
      (choice) => choice !== schema.default && isNew(choice) && !IDLE.test(choice),
    );
    if (added !== undefined) return { reason: `the choice ${JSON.stringify(added)}`, undecided };
  }
  return { reason: undefined, undecided };
}
