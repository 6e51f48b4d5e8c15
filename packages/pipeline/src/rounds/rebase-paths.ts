import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { parseGeneralSource } from '@imaginarium/formatting';
import { type Document, isScalar, isSeq } from 'yaml';
import { isUrl, parseToolSource } from '../parse-tool-source.ts';

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
export function rebaseConfig(document: Document, from: string, to: string): void {
  const tools = document.get('tools');
  for (const source of isSeq(tools) ? tools.items.keys() : []) {
    const node = document.getIn(['tools', source, 'from'], true);
    if (isScalar(node) && typeof node.value === 'string') node.value = rebaseToolSource(node.value, from, to);
  }
  for (const path of PATHS) {
    const node = document.getIn(path, true);
    for (const item of isSeq(node) ? node.items : [node])
      if (isScalar(item) && typeof item.value === 'string' && isPath(item.value, path))
        item.value = rebasePath(item.value, from, to);
  }
}

/** General records may come from elsewhere than a file. */
function isPath(value: string, [, key]: readonly string[]): boolean {
  return key !== 'general' || parseGeneralSource(value)?.kind === 'file';
}
