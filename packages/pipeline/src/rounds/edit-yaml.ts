import { type Document, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** A part of a text, from `start` to before `end`, and what takes its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with its edits made; all that they do not touch, comments and spacing, stays as it is. Edits must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end), text);
}

/** Another string for each string at a path, or in the list there, for which `change` gives one. */
export function changeStrings(
  document: Document,
  path: readonly (string | number)[],
  change: (value: string) => string,
): Edit[] {
  const node = document.getIn(path, true);
  return (isSeq(node) ? node.items : [node]).flatMap((item) => {
    if (!isScalar(item) || typeof item.value !== 'string' || !item.range) return [];
    const value = change(item.value);
    if (value === item.value) return [];
    const isBlock = item.type === 'BLOCK_LITERAL' || item.type === 'BLOCK_FOLDED';
    return [{ start: item.range[0], end: item.range[1], text: JSON.stringify(value) + (isBlock ? '\n' : '') }];
  });
}

/** Sets a string at the top of a document. */
export function setString(document: Document, key: string, value: string): Edit[] {
  if (document.has(key)) return changeStrings(document, [key], () => value);
  const start = isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
  return [{ start, end: start, text: `${key}: ${JSON.stringify(value)}\n` }];
}

/** Puts sources in the place of those under `tools`. */
export function replaceSources(document: Document, text: string, sources: readonly string[]): Edit[] {
  const tools = toolsOf(document);
  const first = tools?.items[0];
  if (!tools?.range || !first)
    return [{ start: text.length, end: text.length, text: `\ntools:\n${listed(sources, '  ')}\n` }];
  const [start] = tools.range;
  if (tools.flow) return [{ start, end: tools.range[1], text: `[${sources.map(inline).join(', ')}]` }];
  const { at, isAfterNewline } = endOfLast(tools.items.at(-1), text);
  const lines = listed(sources, ' '.repeat(columnOf(start, text))).trimStart();
  return [{ start, end: at, text: isAfterNewline ? `${lines}\n` : lines }];
}

/** Adds sources to those under `tools`. */
export function appendSources(document: Document, text: string, sources: readonly string[]): Edit[] {
  const tools = toolsOf(document);
  const last = tools?.items.at(-1);
  if (!tools?.range || !isNode(last) || !last.range) return replaceSources(document, text, sources);
  if (tools.flow) {
    const at = last.range[1];
    return [{ start: at, end: at, text: sources.map((source) => `, ${inline(source)}`).join('') }];
  }
  const { at, isAfterNewline } = endOfLast(last, text);
  const lines = listed(sources, ' '.repeat(columnOf(tools.range[0], text)));
  return [{ start: at, end: at, text: isAfterNewline ? `${lines}\n` : `\n${lines}` }];
}

function toolsOf(document: Document) {
  const tools = isMap(document.contents) ? document.get('tools') : undefined;
  return isSeq(tools) ? tools : undefined;
}

/** Where an item of a block ends: at the end of its last line, a comment there included. */
function endOfLast(item: unknown, text: string): { readonly at: number; readonly isAfterNewline: boolean } {
  const end = isNode(item) ? ((item as Node).range?.[1] ?? text.length) : text.length;
  if (text[end - 1] === '\n') return { at: end, isAfterNewline: true };
  const line = text.indexOf('\n', end);
  return { at: line < 0 ? text.length : line, isAfterNewline: false };
}

function columnOf(position: number, text: string): number {
  return position - (text.lastIndexOf('\n', position - 1) + 1);
}

function listed(sources: readonly string[], indent: string): string {
  return sources.map((source) => `${indent}- from: ${JSON.stringify(source)}`).join('\n');
}

function inline(source: string): string {
  return `{ from: ${JSON.stringify(source)} }`;
}
