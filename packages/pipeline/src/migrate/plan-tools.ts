import { hashOf, type JsonObject, type PlannedTool, type ToolDifference, type ToolSpec } from '@imaginarium/contracts';
import { argumentsOf } from '../diff/compare-schemas.ts';
import { compareTools } from '../diff/compare-tools.ts';
import { judgeDifference } from './judge-difference.ts';

/**
 * What a round does about each tool, by what changed since the last round: in the order of `after`, those that are gone
 * last. A changed tool is migrated when every difference is mechanical (see `judgeDifference`), else explored again. A tool
 * that was renamed and changed besides is not recognised: it is one that is gone and one that is new. Pure.
 */
export function planTools(before: readonly ToolSpec[], after: readonly ToolSpec[]): PlannedTool[] {
  const was = new Map(before.map((tool) => [tool.name, tool]));
  const comparison = compareTools(before, after);
  const changes = new Map(comparison.changed.map((tool) => [tool.name, tool.changes]));
  const added = new Set(comparison.added);
  const removed = before.filter(({ name }) => comparison.removed.includes(name));
  const planned = after.map((tool): PlannedTool => {
    const blank = { tool: tool.name, before: null, version: tool.version, differences: [] };
    if (added.has(tool.name)) return { ...blank, action: 'explore', reason: `it is new${hintOf(tool, removed)}` };
    const differences = changes.get(tool.name) ?? [];
    const [named] = differences.flatMap((difference) => (difference.what === 'name' ? [difference.from] : []));
    const old = was.get(named ?? tool.name) as ToolSpec;
    const known = { ...blank, before: old.name, differences: [...differences] };
    if (old.version === tool.version) return { ...known, action: 'keep', reason: 'nothing changed' };
    return { ...known, ...actionOf(old, tool, differences, before) };
  });
  const come = after.filter(({ name }) => added.has(name));
  const gone = removed.map(
    (tool): PlannedTool => ({
      tool: tool.name,
      before: tool.name,
      version: null,
      action: 'drop',
      differences: [],
      reason: `it is gone${hintOf(tool, come)}`,
    }),
  );
  return [...planned, ...gone];
}

function actionOf(
  old: ToolSpec,
  tool: ToolSpec,
  differences: readonly ToolDifference[],
  before: readonly ToolSpec[],
): Pick<PlannedTool, 'action' | 'reason'> {
  const taken = before.find((one) => one.name !== old.name && contentOf(one) === contentOf(tool));
  if (taken && contentOf(old) !== contentOf(tool))
    return { action: 'explore', reason: `it is now what ${taken.name} was: its examples are of something else` };
  if (differences.length === 0)
    return {
      action: 'migrate',
      reason: 'only what no call shows changed: definitions that nothing uses, or the dialect',
    };
  const [from, to] = [argumentsOf(old.parameters), argumentsOf(tool.parameters)];
  const verdicts = differences.map((difference) => judgeDifference(difference, from, to));
  const against = verdicts.filter(({ isMechanical }) => !isMechanical);
  return against.length > 0
    ? { action: 'explore', reason: `old examples say nothing of it: ${sayings(against)}` }
    : { action: 'migrate', reason: sayings(verdicts) };
}

const sayings = (verdicts: readonly { readonly says: string }[]): string => verdicts.map(({ says }) => says).join('; ');

/** Where a tool may be another one under a new name that changed besides. */
function hintOf({ description, parameters }: ToolSpec, others: readonly ToolSpec[]): string {
  const hasArguments = Object.keys(Object(parameters.properties)).length > 0;
  const alike = others.find(
    (other) => other.description === description || (hasArguments && equal(other.parameters, parameters)),
  );
  if (alike === undefined) return '';
  return `; should it be the same tool as ${alike.name}, renamed and changed at once, then its examples are not carried over`;
}

const equal = (a: JsonObject, b: JsonObject): boolean => hashOf(a) === hashOf(b);
const contentOf = ({ description, parameters }: ToolSpec): string => hashOf({ description, parameters });
