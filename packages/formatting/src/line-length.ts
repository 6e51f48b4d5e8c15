import type { JsonValue } from '@imaginarium/contracts';

const known = new WeakMap<object, number>();

/** UTF-8 bytes of a line's texts and keys, about the size of its JSON. Tool definitions are measured once. */
export function lineBytes(value: JsonValue | undefined, isShared = false): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return 5;
  const measured = isShared ? known.get(value) : undefined;
  if (measured !== undefined) return measured;
  let bytes = 2;
  if (Array.isArray(value)) for (const item of value) bytes += lineBytes(item, isShared) + 1;
  else for (const key in value) bytes += key.length + 4 + lineBytes(value[key], isShared || key === 'tools');
  if (isShared) known.set(value, bytes);
  return bytes;
}
