import type { JsonValue } from '@imaginarium/contracts';

const known = new WeakMap<object, number>();

/** UTF-8 bytes of a line's texts and keys, about the size of its JSON. Tool definitions are measured once. */
export function lineBytes(value: JsonValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let bytes = 2;
  if (Array.isArray(value)) for (const item of value) bytes += lineBytes(item) + 1;
  else for (const key in value) bytes += key.length + 4 + (key === 'tools' ? toolsBytes : lineBytes)(value[key]);
  return bytes;
}

/** The definitions are shared between lines, the list of them is not: remembering it would keep the collector busy. */
function toolsBytes(tools: JsonValue | undefined): number {
  if (!Array.isArray(tools)) return lineBytes(tools);
  let bytes = 2;
  for (const tool of tools) bytes += toolBytes(tool) + 1;
  return bytes;
}

function toolBytes(tool: JsonValue): number {
  if (typeof tool !== 'object' || tool === null) return lineBytes(tool);
  let bytes = known.get(tool);
  if (bytes === undefined) {
    bytes = lineBytes(tool);
    known.set(tool, bytes);
  }
  return bytes;
}
