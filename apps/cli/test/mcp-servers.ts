import { calculator, everything } from '../../../packages/tools/test/mcp/servers.ts';

export { startEverythingOverHttp } from '../../../packages/tools/test/mcp/servers.ts';

const sourceOf = ({ command, args }: { readonly command: string; readonly args: readonly string[] }): string =>
  `mcp:${[command, ...args].join(' ')}`;

/** Sources as a config names them. */
export const EVERYTHING_OVER_STDIO = sourceOf(everything);
export const CALCULATOR_OVER_STDIO = sourceOf(calculator);
