/** The vector at Euclidean length 1; zeros stay zeros. */
export function unitVector(values: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += (values[at] as number) ** 2;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  const unit = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) unit[at] = (values[at] as number) * scale;
  return unit;
}
