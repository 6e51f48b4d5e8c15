import {
  canonicalJson,
  fromPointerPart,
  type Grounding,
  type JsonObject,
  type JsonValue,
} from '@imaginarium/contracts';
import type { ArgumentValidator } from '@imaginarium/tools';
import { argumentsOf } from '../diff/compare-schemas.ts';
import { holdersOf, isWithin, renameArguments, splitPath, valuesAt } from './argument-places.ts';
import type { CarriedTool } from './migration.ts';

/**
 * Why a call that was right for the old version of a tool is not shown right for the new one; undefined when it is.
 *
 * @param args under the old names
 * @param grounding where its values come from, under the new names
 */
export function whyUnfit(
  args: JsonObject,
  grounding: readonly Grounding[],
  tool: CarriedTool,
  validate: ArgumentValidator,
): string | undefined {
  const { planned, is, renames } = tool;
  const renamed = renameArguments(args, renames);
  for (const difference of planned.differences) {
    if (difference.what === 'argument-removed' && valuesAt(args, difference.path).length > 0)
      return `its call has ${difference.path}, which is gone`;
    if (difference.what === 'argument-renamed') {
      const [from, to] = [splitPath(difference.from).name, splitPath(difference.path).name];
      const holders = holdersOf(args, difference.from);
      if (holders.some((holder) => Object.hasOwn(holder, from) && Object.hasOwn(holder, to)))
        return `its call already had another ${difference.path}`;
    }
    if (difference.what === 'constraint' && difference.keywords.includes('default')) {
      const { name } = splitPath(difference.path);
      if (holdersOf(renamed, difference.path).some((holder) => !Object.hasOwn(holder, name)))
        return `its call leaves out ${difference.path}, and what came back is of another default`;
    }
  }
  const undeclared = grounding.find(
    (ground) => ground.from === 'default' && !isStillDeclared(ground.path, renamed, tool),
  );
  if (undeclared) return `the value of ${undeclared.path} was one that the schema declares, and it no longer does`;
  return validate(is, renamed)?.content;
}

/** Whether a value that came from what the schema says is said by the new one, where that differs at all. */
function isStillDeclared(pointer: string, args: JsonObject, { planned, is }: CarriedTool): boolean {
  const isTouched = planned.differences.some(
    (difference) =>
      (difference.what === 'constraint' || difference.what === 'enum' || difference.what === 'argument-description') &&
      isWithin(pointer, difference.path),
  );
  if (!isTouched) return true;
  const value = pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((at, part) => Object(at)[fromPointerPart(part)], args);
  const schemas = [...argumentsOf(is.parameters)].filter(
    ([path]) => isWithin(pointer, path) && path.split('/').length === pointer.split('/').length,
  );
  return schemas.some(([, { schema }]) => declares(schema, value));
}

/** As curation grounds a value (`default`): declared, an example, or the only choice. */
function declares({ default: standard, examples, enum: choices }: JsonObject, value: JsonValue | undefined): boolean {
  const isValue = (other: JsonValue | undefined) => canonicalJson([other]) === canonicalJson([value]);
  return (
    (standard !== undefined && isValue(standard)) ||
    (Array.isArray(examples) && examples.some(isValue)) ||
    (Array.isArray(choices) && choices.length === 1 && choices.some(isValue))
  );
}
