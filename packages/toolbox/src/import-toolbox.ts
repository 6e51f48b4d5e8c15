import { ImaginariumError, type ToolSource } from '@imaginarium/contracts';
import { importFunctions } from '@imaginarium/tools';
import { toolboxTools } from './tools/index.ts';

export interface ImportToolboxOptions {
  /** Names of the tools wanted. @default all */
  readonly only?: readonly string[];
}

/**
 * The bundled tools behind the Tool contract. They only read, run offline and need no secret.
 *
 * @throws ImaginariumError `input/unknown-tool` for a name that the toolbox has not
 */
export function importToolbox({ only }: ImportToolboxOptions = {}): ToolSource {
  const unknown = only?.find((name) => !toolboxTools.some((tool) => tool.name === name));
  if (unknown !== undefined) {
    throw new ImaginariumError({
      code: 'input/unknown-tool',
      message: `The toolbox has no tool "${unknown}".`,
      hint: `It has: ${toolboxTools.map(({ name }) => name).join(', ')}.`,
    });
  }
  return importFunctions({
    tools: toolboxTools.filter(({ name }) => !only || only.includes(name)),
    kind: 'toolbox',
    location: 'toolbox:',
  });
}
