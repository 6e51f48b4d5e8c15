import { ImaginariumError, type PredictionHeader, type TestTool, TOOL_NAME } from '@imaginarium/contracts';

/** The name under which a model is shown a tool, by its legal name; a name that no tool has stays as it is. */
export type ShownNames = (legal: string) => string;

/**
 * @throws ImaginariumError `config/tool-names` when the server's own tool calls are to carry names that no endpoint takes
 */
export function createShownNames(
  tools: readonly TestTool[],
  { toolNames, protocol }: Pick<PredictionHeader, 'toolNames' | 'protocol'>,
): ShownNames {
  if (toolNames === 'legal') return (legal) => legal;
  const illegal = protocol === 'native' ? tools.find(({ originalName }) => !TOOL_NAME.test(originalName)) : undefined;
  if (illegal !== undefined)
    throw new ImaginariumError({
      code: 'config/tool-names',
      message: `Native tool calls cannot carry the original name "${illegal.originalName}".`,
      hint: 'Use legal names, or the text protocol.',
    });
  const original = new Map(tools.map((tool) => [tool.name, tool.originalName]));
  return (legal) => original.get(legal) ?? legal;
}
