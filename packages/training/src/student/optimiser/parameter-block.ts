/**
 * Rows of weights with their gradient and Adam's two moments. Only rows that a batch touched are visited by a step, so that
 * a large hashed table costs what it is used.
 */
export interface ParameterBlock {
  readonly rowLength: number;
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly isTouched: Uint8Array;
  readonly touchedRows: number[];
}

/** @param values Rows of `rowLength` weights, kept and changed in place. */
export function createParameterBlock(values: Float32Array, rowLength: number): ParameterBlock {
  return {
    rowLength,
    values,
    gradient: new Float32Array(values.length),
    firstMoment: new Float32Array(values.length),
    secondMoment: new Float32Array(values.length),
    isTouched: new Uint8Array(values.length / rowLength),
    touchedRows: [],
  };
}

/** Says that the gradient of this row is about to change. */
export function touchRow(block: ParameterBlock, row: number): void {
  if (block.isTouched[row] === 1) return;
  block.isTouched[row] = 1;
  block.touchedRows.push(row);
}

/** A block with more rows at its end, moments included; the new ones hold zeros. */
export function extendParameterBlock(block: ParameterBlock, rows: number): ParameterBlock {
  const extended = createParameterBlock(new Float32Array(rows * block.rowLength), block.rowLength);
  extended.values.set(block.values);
  extended.firstMoment.set(block.firstMoment);
  extended.secondMoment.set(block.secondMoment);
  return extended;
}
