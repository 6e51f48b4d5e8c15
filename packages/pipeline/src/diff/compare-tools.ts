import { hashOf, type ToolDefinition, type ToolDifference } from '@imaginarium/contracts';
import { compareSchemas } from './compare-schemas.ts';

export interface ChangedTool {
  /** As it is called now. */
  readonly name: string;
  readonly changes: readonly ToolDifference[];
}

/** Tools by name, each list in the order in which the tools came. */
export interface ToolComparison {
  readonly same: readonly string[];
  readonly changed: readonly ChangedTool[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares two sets of tools by what a model sees of them: name, description and arguments. A tool is the one of the same name; one
 * that is gone is taken for renamed when exactly one new tool has its description and arguments. Pure.
 */
export function compareTools(before: readonly ToolDefinition[], after: readonly ToolDefinition[]): ToolComparison {
  const was = new Map(before.map((tool) => [tool.name, tool]));
  const is = new Map(after.map((tool) => [tool.name, tool]));
  const gone = before.filter(({ name }) => !is.has(name));
  const come = after.filter(({ name }) => !was.has(name));
  const renamed = new Map<string, ToolDefinition>();
  for (const tool of come) {
    const alike = gone.filter((other) => contentOf(other) === contentOf(tool));
    const rivals = come.filter((other) => contentOf(other) === contentOf(tool));
    if (alike.length === 1 && rivals.length === 1) renamed.set(tool.name, alike[0] as ToolDefinition);
  }
  const pairs = after.flatMap((tool) => {
    const other = was.get(tool.name) ?? renamed.get(tool.name);
    return other ? [{ name: tool.name, changes: compareTool(other, tool) }] : [];
  });
  const taken = new Set([...renamed.values()].map(({ name }) => name));
  return {
    same: pairs.filter(({ changes }) => changes.length === 0).map(({ name }) => name),
    changed: pairs.filter(({ changes }) => changes.length > 0),
    added: come.map(({ name }) => name).filter((name) => !renamed.has(name)),
    removed: gone.map(({ name }) => name).filter((name) => !taken.has(name)),
  };
}

/** What changed from one version of a tool to the other; empty when a model must learn nothing anew. Pure. */
export function compareTool(before: ToolDefinition, after: ToolDefinition): ToolDifference[] {
  const texts = (['name', 'description'] as const).flatMap((what): ToolDifference[] =>
    before[what] === after[what] ? [] : [{ what, from: before[what], to: after[what] }],
  );
  return [...texts, ...compareSchemas(before.parameters, after.parameters)];
}

const contentOf = ({ description, parameters }: ToolDefinition): string => hashOf({ description, parameters });
