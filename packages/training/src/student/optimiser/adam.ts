import type { ParameterBlock } from './parameter-block.ts';

export interface AdamOptions {
  /** Counted from 1; corrects the moments' bias towards zero. */
  readonly step: number;
  readonly learningRate: number;
  /** Decoupled from the gradient (AdamW). @default 0 */
  readonly weightDecay?: number;
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * One step of AdamW (Kingma & Ba, arXiv 1412.6980, algorithm 1; Loshchilov & Hutter, arXiv 1711.05101, algorithm 2) on the
 * touched rows, whose gradients are then zero. Rows that no example of the batch used keep weights and moments as they are.
 */
export function stepAdam(block: ParameterBlock, { step, learningRate, weightDecay = 0 }: AdamOptions): void {
  const { values, gradient, firstMoment, secondMoment, rowLength } = block;
  const firstCorrection = 1 - FIRST_DECAY ** step;
  const secondCorrection = 1 - SECOND_DECAY ** step;
  for (const row of block.touchedRows) {
    const end = (row + 1) * rowLength;
    for (let at = row * rowLength; at < end; at++) {
      const slope = gradient[at] as number;
      const first = FIRST_DECAY * (firstMoment[at] as number) + (1 - FIRST_DECAY) * slope;
      const second = SECOND_DECAY * (secondMoment[at] as number) + (1 - SECOND_DECAY) * slope * slope;
      firstMoment[at] = first;
      secondMoment[at] = second;
      const value = values[at] as number;
      const change = first / firstCorrection / (Math.sqrt(second / secondCorrection) + EPSILON) + weightDecay * value;
      values[at] = value - learningRate * change;
      gradient[at] = 0;
    }
    block.isTouched[row] = 0;
  }
  block.touchedRows.length = 0;
}

/** Linear warm-up over the first 3 % of the steps, then a cosine to zero. `step` counts from 1 to `totalSteps`. */
export function learningRateAt(step: number, totalSteps: number, peak: number): number {
  const warmUp = Math.max(1, Math.round(totalSteps * 0.03));
  if (step <= warmUp) return (peak * step) / warmUp;
  return (peak * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, totalSteps - warmUp + 1)))) / 2;
}
