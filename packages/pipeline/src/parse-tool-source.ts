import { ImaginariumError } from '@imaginarium/contracts';

const KINDS = ['toolbox', 'openapi', 'mcp', 'functions', 'toolbench'] as const;
export type ToolSourceKind = (typeof KINDS)[number];

/** Splits `kind:location`, for example `openapi:./spec.yaml`. @throws ImaginariumError `config/tool-source` */
export function parseToolSource(from: string): { readonly kind: ToolSourceKind; readonly location: string } {
  const colon = from.indexOf(':');
  const kind = KINDS.find((known) => known === from.slice(0, colon));
  const location = from.slice(colon + 1).trim();
  if (colon < 0 || kind === undefined || (location === '' && kind !== 'toolbox'))
    throw new ImaginariumError({
      code: 'config/tool-source',
      message: `"${from}" is not a tool source.`,
      hint: 'Write toolbox: · openapi:FILE_OR_URL · mcp:COMMAND_OR_URL · functions:MODULE · toolbench:FILE',
    });
  return { kind, location };
}

export function isUrl(location: string): boolean {
  return /^https?:\/\//i.test(location);
}
