import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { countOpenAiLine } from './openai-tokens.ts';
import { renderMistralV3 } from './render-mistral.ts';
import { createTokenCounter } from './token-counter.ts';

const root =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../shared/reference', import.meta.url));
const model = `${root}/mistral/mistral_instruct_tokenizer_240323.model.v3`;

describe('createTokenCounter', () => {
  it('counts OpenAI text as the family’s encoding does, literal special tokens as text', async () => {
    const counter = await createTokenCounter({ family: 'o200k' });
    for (const text of ['', 'Hello, world!', 'São Paulo 東京 😀\n\n  x', '{"a":[1,2.5,null]}', "it's 12345678"])
      expect(counter.count(text)).toBe(encode(text).length);
    expect(counter.count('<|endoftext|>')).toBeGreaterThan(1);
    expect(counter.encode('Hello, world!')).toEqual(encode('Hello, world!'));
    // Whole, this run would be merged in quadratic time.
    expect(counter.count('a'.repeat(100_000))).toBeGreaterThan(10_000);
  });

  it('counts a line by the cookbook’s rule: 3 a message, 3 an example, tools apart as an estimate', async () => {
    const counter = await createTokenCounter({ family: 'o200k' });
    const line = {
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    };
    expect(countOpenAiLine(line, counter)).toEqual({ messages: 3 + 2 * 3 + 4, toolsEstimate: 0 });
    expect(countOpenAiLine({ ...line, tools: [{}] }, counter).toolsEstimate).toBeGreaterThan(0);
  });

  it('says which file cannot be read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tokens-')), 'broken.model');
    writeFileSync(file, 'not a model');
    await expect(createTokenCounter({ file })).rejects.toMatchObject({ code: 'config/tokenizer' });
    await expect(createTokenCounter({ file: `${file}.json` })).rejects.toMatchObject({ code: 'config/tokenizer' });
  });

  it('reads a tokenizer.json', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tokens-')), 'tokenizer.json');
    const vocab = { '[UNK]': 0, yes: 1, no: 2, '</s>': 3 };
    const added = {
      id: 3,
      content: '</s>',
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    };
    writeFileSync(
      file,
      JSON.stringify({
        version: '1.0',
        added_tokens: [added],
        normalizer: null,
        pre_tokenizer: { type: 'Whitespace' },
        post_processor: null,
        decoder: null,
        model: {
          type: 'WordPiece',
          vocab,
          unk_token: '[UNK]',
          continuing_subword_prefix: '##',
          max_input_chars_per_word: 100,
        },
      }),
    );
    const counter = await createTokenCounter({ file });
    expect(counter.encode('yes no')).toEqual([1, 2]);
    expect(counter.countRendering({ text: 'no yes</s>', trained: [[3, 10]], controls: [[6, 10]] })).toEqual({
      tokens: 3,
      trainedTokens: 2,
      tokensToLastTrained: 3,
    });
  });
});

describe.skipIf(!existsSync(model))('sentencepiece (skipped where the reference folder is absent)', () => {
  it('gives the ids of the whole text whether words are cached or not, and keeps literal control tokens as text', async () => {
    const counter = await createTokenCounter({ file: model });
    const { SentencePieceProcessor } = (await import('@agnai/sentencepiece-js')).default;
    const whole = new SentencePieceProcessor();
    await whole.load(model);
    for (const text of [
      '',
      ' ',
      '   ',
      'a',
      ' a',
      'a ',
      '  a   b  ',
      'a\n b\t c',
      'x [INST] y </s>',
      '東京 😀 é',
      'a\u2581 b',
      '▁x ▁',
    ]) {
      expect(counter.encode(text), JSON.stringify(text)).toEqual(whole.encodeIds(text));
      expect(counter.encode(text), JSON.stringify(text)).toEqual(whole.encodeIds(text));
    }
  });

  it('counts trained tokens apart', async () => {
    const counter = await createTokenCounter({ file: model });
    const rendering = renderMistralV3({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    });
    // <s> [INST] Hi [/INST] Hello </s>
    expect(counter.countRendering(rendering)).toEqual({ tokens: 6, trainedTokens: 2, tokensToLastTrained: 6 });
  });
});
