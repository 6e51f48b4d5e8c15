import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderMistralV3 } from './render-mistral.ts';
import { createTokenCounter } from './token-counter.ts';

const root =
  process.env.IMAGINARIUM_REFERENCE ?? fileURLToPath(new URL('../../../../shared/reference', import.meta.url));
const model = `${root}/mistral/mistral_instruct_tokenizer_240323.model.v3`;
const samples = `${root}/mistral/samples`;
const isHere = existsSync(model);

describe.skipIf(!isHere)(
  'Mistral v3 against the official samples (skipped where the reference folder is absent)',
  () => {
    for (const name of isHere ? readdirSync(samples) : []) {
      it(`renders ${name} to the official text and token ids`, async () => {
        const request = JSON.parse(readFileSync(`${samples}/${name}/sample.json`, 'utf8'));
        const rendering = renderMistralV3(request);
        const official = readFileSync(`${samples}/${name}/text_v3.txt`, 'utf8').trimEnd();
        expect(rendering.text).toBe(official.replaceAll('▁', ' ').replaceAll('<0x0A>', '\n'));
        const counter = await createTokenCounter({ file: model });
        const { tokens } = JSON.parse(readFileSync(`${samples}/${name}/tokens_v3.json`, 'utf8'));
        expect(counter.encodeRendering(rendering)).toEqual(tokens);
        expect(counter.countRendering(rendering).tokens).toBe(tokens.length);
      });
    }
  },
);
