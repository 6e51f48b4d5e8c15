import { ImaginariumError } from '@imaginarium/contracts';
import type { OpenAiFamily } from './config.ts';
import { loadOpenAiCounter } from './openai-tokens.ts';
import { loadSentencepieceCounter } from './sentencepiece-tokens.ts';
import type { Rendering } from './target.ts';
import { loadTokenizerJsonCounter } from './tokenizer-json-tokens.ts';

export interface RenderingCount {
  readonly tokens: number;
  readonly trainedTokens: number;
  /** Tokens up to the end of the last trained span: what must fit to be trained whole. */
  readonly tokensToLastTrained: number;
}

/** Counts tokens exactly as the model family's own tokenizer does. */
export interface TokenCounter {
  /** `openai:o200k` or the file. */
  readonly id: string;
  /** Tokens of a plain text; literal control tokens count as the text that they are. */
  count(text: string): number;
  /** Ids of a plain text. */
  encode(text: string): number[];
  /** Ids of a rendering, its control tokens as single ids. @throws ImaginariumError `input/unknown-token` */
  encodeRendering(rendering: Rendering): number[];
  countRendering(rendering: Rendering): RenderingCount;
}

/**
 * @throws ImaginariumError `config/tokenizer` when the file cannot be read as a tokenizer.json or sentencepiece model.
 */
export async function createTokenCounter(
  of: { readonly family: OpenAiFamily } | { readonly file: string },
): Promise<TokenCounter> {
  if ('family' in of) return await loadOpenAiCounter(of.family);
  try {
    return of.file.endsWith('.json') ? loadTokenizerJsonCounter(of.file) : await loadSentencepieceCounter(of.file);
  } catch (cause) {
    throw new ImaginariumError({
      code: 'config/tokenizer',
      message: `The tokenizer ${of.file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Give the path of a tokenizer.json or of a sentencepiece model (tokenizer.model).',
      cause,
    });
  }
}
