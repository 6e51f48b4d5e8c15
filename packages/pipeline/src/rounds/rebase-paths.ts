import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { parseGeneralSource } from '@imaginarium/formatting';
import { type Document, isSeq } from 'yaml';
import { isUrl, parseToolSource } from '../parse-tool-source.ts';
import { changeStrings, type Edit } from './edit-yaml.ts';

/** Keys whose values are paths, or lists of paths, taken from the config's folder. */
const PATHS: readonly (readonly string[])[] = [
  ['curation', 'decontaminate'],
  ['execution', 'recordingsFile'],
  ['formatting', 'tokenizer'],
  ['formatting', 'chatTemplate'],
  ['formatting', 'general', 'from'],
];

/** The same file from another folder, with `/` on every system; an absolute path as it is. */
export function rebasePath(path: string, from: string, to: string): string {
  if (isAbsolute(path)) return path;
  return relative(to, resolve(from, path)).replaceAll('\\', '/') || '.';
}

/**
 * A tool source from another folder. The words of an MCP command that name a file there go with it.
 * @throws ImaginariumError `config/tool-source`
 */
export function rebaseToolSource(source: string, from: string, to: string): string {
  const { kind, location } = parseToolSource(source);
  if (kind === 'toolbox' || isUrl(location)) return source;
  const isFile = (word: string) => /[./]/.test(word) && !isAbsolute(word) && existsSync(resolve(from, word));
  if (kind !== 'mcp') return `${kind}:${rebasePath(location, from, to)}`;
  return `mcp:${location.replace(/[^\s'"]+/g, (word) => (isFile(word) ? rebasePath(word, from, to) : word))}`;
}

/** Writes the relative paths of a config anew, so that from folder `to` they lead where they led from `from`. */
export function rebaseConfig(document: Document, from: string, to: string): Edit[] {
  return PATHS.flatMap((path) =>
    changeStrings(document, path, (value) => (isPath(value, path) ? rebasePath(value, from, to) : value)),
  );
}

/** The same for its tool sources. */
export function rebaseSources(document: Document, from: string, to: string): Edit[] {
  const tools = document.get('tools');
  return [...(isSeq(tools) ? tools.items.keys() : [])].flatMap((at) =>
    changeStrings(document, ['tools', at, 'from'], (source) => rebaseToolSource(source, from, to)),
  );
}

/** General records may come from elsewhere than a file. */
function isPath(value: string, [, key]: readonly string[]): boolean {
  return key !== 'general' || parseGeneralSource(value)?.kind === 'file';
}
