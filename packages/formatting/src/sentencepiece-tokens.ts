import { readFileSync } from 'node:fs';
import { ImaginariumError } from '@imaginarium/contracts';
import { segmentsOf } from './rendering.ts';
import { readSentencepieceModel } from './sentencepiece-model.ts';
import type { TokenCounter } from './token-counter.ts';

const CACHED_WORDS = 200_000;
/** A word with the spaces before it, and the spaces at the end of the text with the last word. */
const WORD = / *[^ ]+(?: +$)?/g;

/**
 * Counter over a sentencepiece model. Control tokens of a rendering become their ids, the text between them is
 * encoded by itself, as mistral-common does; so a control token spelled in a text stays text.
 */
export async function loadSentencepieceCounter(file: string): Promise<TokenCounter> {
  const model = readSentencepieceModel(readFileSync(file));
  // Compiles its WebAssembly where it is imported.
  const { default: sentencepiece } = await import('@agnai/sentencepiece-js');
  const processor = new sentencepiece.SentencePieceProcessor();
  await processor.load(file);
  const known = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    const cached = known.get(word);
    if (cached !== undefined) return cached;
    const ids = processor.encodeIds(word);
    if (known.size >= CACHED_WORDS) known.clear();
    known.set(word, ids);
    return ids;
  };
  // The model puts a space before a text: a later word is encoded without the one that it has already.
  const encode = (text: string): number[] => {
    const words = model.cutsAtSpaces ? text.match(WORD) : null;
    if (words === null || text.length < 2) return processor.encodeIds(text);
    return words.flatMap((word, at) => encodeWord(at === 0 ? word : word.slice(1)));
  };
  const encodeSegment = (segment: { text: string; isControl: boolean }): number[] => {
    if (!segment.isControl) return encode(segment.text.startsWith(' ') ? segment.text.slice(1) : segment.text);
    const id = model.controls.get(segment.text);
    if (id !== undefined) return [id];
    throw new ImaginariumError({
      code: 'input/unknown-token',
      message: `The tokenizer ${file} has no control token ${segment.text}`,
      hint: 'Use the tokenizer of the model that the target is for.',
    });
  };
  return {
    id: file,
    count: (text) => encode(text).length,
    encode,
    encodeRendering: (rendering) => [...segmentsOf(rendering)].flatMap(encodeSegment),
    countRendering: (rendering) => {
      const counted = { tokens: 0, trainedTokens: 0, tokensToLastTrained: 0 };
      for (const segment of segmentsOf(rendering)) {
        const tokens = encodeSegment(segment).length;
        counted.tokens += tokens;
        if (!segment.isTrained) continue;
        counted.trainedTokens += tokens;
        counted.tokensToLastTrained = counted.tokens;
      }
      return counted;
    },
  };
}
