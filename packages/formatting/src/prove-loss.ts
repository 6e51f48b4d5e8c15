import type { LossProof, SplitName } from '@imaginarium/contracts';
import type { Rendering, TargetName } from './target.ts';
import type { TokenCounter } from './token-counter.ts';

/** Bytes of text that stand for one token where no tokenizer is given: low, so that the estimate errs to the safe side. */
const BYTES_A_TOKEN = 3;

/** Tokens of a text where no tokenizer is given. An estimate, on the high side for most languages. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_A_TOKEN);
}

export type LossVerdict = { readonly proof: LossProof } | { readonly refused: string };

/**
 * Shows what of a rendered record is trained, or refuses it: when no text is trained (a control token alone teaches
 * nothing), or when training would cut it off inside a trained span.
 *
 * @param request.counter absent: token counts of the proof are null and the length is estimated
 */
export function proveLoss(request: {
  readonly rendering: Rendering;
  readonly target: TargetName;
  readonly exampleId: string;
  readonly split: SplitName;
  readonly maxTokens: number;
  readonly counter?: TokenCounter | undefined;
}): LossVerdict {
  const { rendering, target, exampleId, split, maxTokens, counter } = request;
  const problem = spanProblem(rendering);
  if (problem !== undefined) return { refused: problem };
  const counted = counter?.countRendering(rendering);
  const needed =
    counted?.tokensToLastTrained ?? estimateTokens(rendering.text.slice(0, rendering.trained.at(-1)?.[1] ?? 0));
  if (needed > maxTokens) return { refused: tooLong(needed, maxTokens, counter !== undefined) };
  return {
    proof: {
      target,
      exampleId,
      split,
      rendered: rendering.text,
      trained: [...rendering.trained],
      tokens: counted?.tokens ?? null,
      trainedTokens: counted?.trainedTokens ?? null,
    },
  };
}

export function tooLong(tokens: number, limit: number, isExact: boolean): string {
  const length = isExact ? `${tokens} tokens` : `about ${tokens} tokens (estimated: no tokenizer is configured)`;
  return `it would be cut off inside what it trains: ${length}, limit ${limit}`;
}

function spanProblem({ text, trained, controls }: Rendering): string | undefined {
  let previous = 0;
  let isText = false;
  for (const [start, end] of trained) {
    if (start < previous || end <= start || end > text.length) return `the trained span ${start}-${end} is misplaced`;
    previous = end;
    isText ||= hasText(text, start, end, controls);
  }
  return isText ? undefined : 'nothing of it would be trained';
}

function hasText(text: string, start: number, end: number, controls: Rendering['controls']): boolean {
  let at = start;
  for (const [open, close] of controls) {
    if (open < start || open >= end) continue;
    if (text.slice(at, open).trim() !== '') return true;
    at = close;
  }
  return text.slice(at, end).trim() !== '';
}
