import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import type { TokenCounter } from './token-counter.ts';

/** Counter over a `tokenizer.json`, with the `tokenizer_config.json` beside it where there is one. */
export function loadTokenizerJsonCounter(file: string): TokenCounter {
  const configFile = join(dirname(file), 'tokenizer_config.json');
  const config: object = existsSync(configFile) ? JSON.parse(readFileSync(configFile, 'utf8')) : {};
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')), config);
  const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const count = (text: string) => (text === '' ? 0 : encode(text).length);
  return {
    id: file,
    count,
    encode,
    encodeRendering: (rendering) => encode(rendering.text),
    // Borders of trained spans are control tokens, so counts up to a border add up.
    countRendering: ({ text, trained }) => {
      const tokens = count(text);
      const upTo = (end: number) => (end === text.length ? tokens : count(text.slice(0, end)));
      const ends = trained.map(([, end]) => upTo(end));
      const trainedTokens = trained.reduce((sum, [start], at) => sum + (ends[at] ?? 0) - upTo(start), 0);
      return { tokens, trainedTokens, tokensToLastTrained: ends.at(-1) ?? 0 };
    },
  };
}
