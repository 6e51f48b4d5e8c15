export { createIsolate, type Isolate, type IsolateOptions } from './executor/isolate.ts';
export { defineTool, type FunctionTool } from './functions/define-tool.ts';
export { legalToolName } from './names/legal-tool-name.ts';
export { toolVersion } from './names/tool-version.ts';
