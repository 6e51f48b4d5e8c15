import type { LossProof, TrainingRecord } from '@imaginarium/contracts';
import { countOpenAiLine, createTokenCounter, type TargetName } from '@imaginarium/formatting';
import type { RunConfig } from './config/run-config.ts';

export interface TokenTotals {
  add(record: TrainingRecord, proof: LossProof | undefined): void;
  /** Tokens of the train split: in all, and those that the loss is taken on where a proof says so. Absent where nothing exact is known. */
  counts(): Record<string, number>;
}

/** Adds up the tokens of a target's training records: exact for OpenAI's, from the loss proofs elsewhere. */
export async function createTokenTotals(
  target: TargetName,
  family: RunConfig['formatting']['openaiModel'],
): Promise<TokenTotals> {
  const totals = { tokens: 0, trainedTokens: 0 };
  const counter = target === 'openai' ? await createTokenCounter({ family }) : undefined;
  return {
    add: (record, proof) => {
      if (record.split !== 'train' || record.kind !== 'sft') return;
      if (counter) {
        const { messages, toolsEstimate } = countOpenAiLine(record.line, counter);
        totals.tokens += messages + toolsEstimate;
      } else if (proof) {
        totals.tokens += proof.tokens ?? 0;
        totals.trainedTokens += proof.trainedTokens ?? 0;
      }
    },
    counts: () => Object.fromEntries(Object.entries(totals).filter(([, count]) => count > 0)),
  };
}
