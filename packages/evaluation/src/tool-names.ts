import type { TestTool } from '@imaginarium/contracts';

/** The legal name of the tool that a model's name means, or undefined where no tool has that name. */
export type ToolNames = (written: string) => string | undefined;

/**
 * Looks names up exactly (outer white space aside) among the tools' legal and original names, also in the form of the
 * token that a fine-tuned model learns, `<tool_NAME>`. Nothing is guessed. Where one tool's legal name is another's
 * original name, the tool with the legal name is meant.
 */
export function createToolNames(tools: readonly TestTool[]): ToolNames {
  const legalNames = new Map<string, string>();
  for (const { name, originalName } of tools) legalNames.set(originalName.trim(), name);
  for (const { name } of tools) legalNames.set(name, name);
  return (written) => {
    const name = written.trim();
    return legalNames.get(name) ?? legalNames.get(/^<tool_(.*)>$/s.exec(name)?.[1]?.trim() ?? name);
  };
}
