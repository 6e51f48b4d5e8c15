/**
 * Two well-mixed 32-bit numbers of a text. Not for secrets: where many thousand records need a stable number each, a
 * cryptographic digest would take longer than all the rest.
 */
export function spreadText(text: string): [number, number] {
  let one = 0x9e3779b9;
  let two = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x85ebca77);
    two = Math.imul(two ^ code, 0xc2b2ae3d);
    two ^= one >>> 15;
  }
  return [mix(one ^ (two >>> 16)), mix(two ^ text.length)];
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
