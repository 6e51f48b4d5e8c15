import { isJsonObject } from '@imaginarium/contracts';
import { type Description, type Located, memberOf, resolve, rootOf } from './description.ts';

/**
 * The server of an operation: the first of its own `servers`, its path's, the root's (2.0: `schemes`, `host`, `basePath`),
 * variables at their defaults, relative to where the description came from. Undefined when that is no http(s) URL.
 */
export function planServer(description: Description, item: Located, operation: Located): string | undefined {
  const root = rootOf(description);
  const url =
    description.root.swagger === undefined
      ? ([operation, item, root].map((holder) => firstServer(description, holder)).find((one) => one !== undefined) ??
        '/')
      : serverOf2(description);
  return absoluteServer(url, description.base);
}

/** The URL without a slash, query or fragment at its end; undefined when it is not http(s). */
export function absoluteServer(url: string, base?: string): string | undefined {
  if (!URL.canParse(url, base)) return undefined;
  const { protocol, origin, pathname } = new URL(url, base);
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname.replace(/\/+$/, '')}` : undefined;
}

function firstServer(description: Description, holder: Located): string | undefined {
  const server = resolve(description, memberOf(memberOf(holder, 'servers'), 0)).value;
  if (!isJsonObject(server) || typeof server.url !== 'string') return undefined;
  const variables = isJsonObject(server.variables) ? server.variables : {};
  return server.url.replace(/\{([^{}]+)\}/g, (written, name: string) => {
    const variable = variables[name];
    if (!isJsonObject(variable)) return written;
    return String(variable.default ?? (Array.isArray(variable.enum) ? variable.enum[0] : undefined) ?? written);
  });
}

function serverOf2({ root, base }: Description): string {
  const basePath = typeof root.basePath === 'string' ? root.basePath : '/';
  if (typeof root.host !== 'string') return basePath;
  const schemes = Array.isArray(root.schemes) ? root.schemes : [];
  const own = new URL(base).protocol.replace(':', '');
  const scheme = schemes.includes('https') ? 'https' : (schemes[0] ?? (own === 'file' ? 'https' : own));
  return `${scheme}://${root.host}${basePath.startsWith('/') ? '' : '/'}${basePath}`;
}
