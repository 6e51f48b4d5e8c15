import type { EmbeddingStore } from '@imaginarium/contracts';
import { z } from 'zod';
import { openKeyedLog } from './keyed-log.ts';

const BYTES = 4;

/** A vector as base64 of its 32-bit floats, little-endian. */
const rowSchema = z.object({ key: z.string(), vector: z.base64() });

/**
 * Opens a file of embeddings, made when missing: a vector of 1,536 numbers takes 8 KB in it, and in memory.
 * @throws ImaginariumError `input/malformed` naming the first line that is not an embedding; `disk/…`
 */
export async function openEmbeddings(path: string): Promise<EmbeddingStore & { close(): Promise<void> }> {
  const log = await openKeyedLog(path, rowSchema);
  return {
    get: (key) => {
      const row = log.get(key);
      return row && decode(row.vector);
    },
    put: (key, vector) => log.append({ key, vector: encode(vector) }),
    close: log.close,
  };
}

function encode(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * BYTES);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * BYTES);
  return bytes.toString('base64');
}

function decode(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readFloatLE(at * BYTES));
}
