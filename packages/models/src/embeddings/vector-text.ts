/** Vectors of one length as text: their number, a colon, base64 of their 32-bit floats in the byte order of this machine. */
export function packVectors(vectors: readonly Float32Array[]): string {
  const bytes = Buffer.concat(
    vectors.map((vector) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)),
  );
  return `${vectors.length}:${bytes.toString('base64')}`;
}

export function unpackVectors(text: string): Float32Array[] {
  const colon = text.indexOf(':');
  const count = Number(text.slice(0, colon));
  const bytes = Uint8Array.from(Buffer.from(text.slice(colon + 1), 'base64'));
  const values = new Float32Array(bytes.buffer);
  const dimensions = values.length / count;
  return Array.from({ length: count }, (_, at) => values.slice(at * dimensions, (at + 1) * dimensions));
}
