import type { ToolDifference } from '@imaginarium/contracts';
import type { Arguments } from '../diff/compare-schemas.ts';

/** What a difference means for a tool's examples, and that in words. */
export interface DifferenceVerdict {
  /** Whether examples can be carried over it by rules alone. */
  readonly isMechanical: boolean;
  readonly says: string;
}

/** Bounds that the validator of calls checks: an example shows by its own call whether it still fits. */
const BOUNDS: readonly string[] = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'dependentRequired',
];
/** Schemas of what is not named: mere bounds where they are true or false. */
const OPEN: readonly string[] = ['additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'items'];
const REMARK = /^(?:deprecated|readOnly|writeOnly|x-.*)$/;

/**
 * Whether a tool's examples can be carried over one difference, and which of them cannot. All that stay must fit the new schema.
 *
 * | difference | tool | examples that leave |
 * | --- | --- | --- |
 * | tool renamed | migrate | none |
 * | argument renamed | migrate | those that had an undeclared argument of the new name |
 * | tool or argument reworded | migrate, with a warning: words may hide another behaviour | calls whose value was derived from an example that the schema no longer gives |
 * | new optional argument | migrate: what was left out was not needed for the answer | none |
 * | new required argument | explore: no old query says its value | all |
 * | argument removed | migrate | those that used it: the query asks for what the tool no longer does, even where the schema would let it pass |
 * | argument retyped (`type`, `format`, `const`, combinations), widened too | explore: the value in the query would be written otherwise | all |
 * | choice added | migrate: the value that was right is still one | none; where there was no list before, values that are not on it |
 * | choice removed | migrate | those that chose it |
 * | argument became optional | migrate: giving what the query says is still right | none |
 * | argument became required | migrate | those without it |
 * | bound or pattern | migrate | values out of bounds |
 * | default added, changed or removed | migrate | those that left the argument out, since what was observed is of the old default, and those whose value was derived from it |
 * | `deprecated`, `readOnly`, `writeOnly`, `x-…` | migrate, with a warning | none |
 * | any other keyword, schemas of what has no name among them | explore: no rule says what it means for a call | all |
 *
 * In a schema that holds itself, or refers out of itself, not every place of an argument is known: all but words and names of
 * tools is explored.
 */
export function judgeDifference(difference: ToolDifference, before: Arguments, after: Arguments): DifferenceVerdict {
  const mechanical = (says: string): DifferenceVerdict => ({ isMechanical: true, says });
  const exploring = (says: string): DifferenceVerdict => ({ isMechanical: false, says });
  switch (difference.what) {
    case 'name':
      return mechanical(`it was called ${difference.from}`);
    case 'description':
      return mechanical('its description is reworded, which may hide that it behaves otherwise');
    case 'argument-description':
      return mechanical(`${shown(difference.path)} is reworded, which may hide that it means something else`);
  }
  if ([before, after].some(isUnbounded))
    return exploring(`${shown(difference.path)} changed in a schema that refers to itself or out of itself`);
  const where = shown(difference.path);
  switch (difference.what) {
    case 'argument-renamed':
      return mechanical(`${shown(difference.from)} is called ${where}`);
    case 'argument-added':
      return difference.isRequired
        ? exploring(`${where} is new and required`)
        : mechanical(`${where} is new, optional`);
    case 'argument-removed':
      return mechanical(`${where} is gone: examples with it leave`);
    case 'argument-retyped':
      return exploring(
        `${where} is of another type: ${JSON.stringify(difference.to)}, before ${JSON.stringify(difference.from)}`,
      );
    case 'enum':
      return mechanical(
        `${where} has other choices: ${[...signed('+', difference.added), ...signed('-', difference.removed)].join(', ')}`,
      );
    case 'required':
      return mechanical(
        difference.isRequired ? `${where} is required: examples without it leave` : `${where} is optional`,
      );
    case 'constraint': {
      const schemas = [before, after].map((found) => found.get(difference.path)?.schema);
      const isOfOpen = (keyword: string) =>
        OPEN.includes(keyword) && schemas.every((schema) => typeof (schema?.[keyword] ?? true) === 'boolean');
      const unknown = difference.keywords.filter(
        (keyword) => keyword !== 'default' && !BOUNDS.includes(keyword) && !REMARK.test(keyword) && !isOfOpen(keyword),
      );
      if (unknown.length > 0) return exploring(`${where} changed in ${unknown.join(', ')}, which no rule covers`);
      return mechanical(`${where} changed in ${difference.keywords.join(', ')}: examples that do not fit leave`);
    }
  }
}

const shown = (path: string): string => (path === '' ? 'the whole of the arguments' : path);
const signed = (sign: string, values: readonly unknown[]) => values.map((value) => `${sign}${JSON.stringify(value)}`);

/** A reference that is left stands where the schema meets itself again, or for what lies outside of it. */
function isUnbounded(found: Arguments): boolean {
  return [...found.values()].some(({ schema }) => Object.hasOwn(schema, '$ref'));
}
