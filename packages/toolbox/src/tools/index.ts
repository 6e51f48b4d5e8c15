import type { FunctionTool } from '@imaginarium/tools';

/** Every tool of the bundled toolbox; one file a tool. */
export const toolboxTools: readonly FunctionTool[] = [];
