export { defineTool, type FunctionTool } from './functions/define-tool.ts';
