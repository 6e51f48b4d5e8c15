import type { Example } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { formattingConfigSchema } from './config.ts';
import { exampleTokens } from './example-tokens.ts';

const messages: Example['messages'] = [
  { role: 'user', content: 'hello world' },
  {
    role: 'assistant',
    content: '',
    toolCalls: [{ id: 'c', name: 'add', arguments: { x: 1 }, argumentsText: '{"x":1}' }],
  },
  { role: 'tool', toolCallId: 'c', name: 'add', content: '2' },
];

describe('exampleTokens', () => {
  it('counts texts and calls by OpenAI’s encoding where that is a target', async () => {
    const tokensOf = await exampleTokens(formattingConfigSchema.parse({ targets: ['trl', 'openai'] }));
    // o200k: `hello`, ` world`; `add`; `{"`, `x`, `":`, `1`, `}`; `2`.
    expect(tokensOf({ messages })).toBe(9);
  });

  it('estimates from bytes where no tokenizer is given, on the high side', async () => {
    const tokensOf = await exampleTokens(formattingConfigSchema.parse({ targets: ['trl'] }));
    expect(tokensOf({ messages })).toBe(Math.ceil(11 / 3) + 1 + Math.ceil(7 / 3) + 1);
  });

  it('names a tokenizer that cannot be read', async () => {
    const config = formattingConfigSchema.parse({ tokenizer: '/nowhere/tokenizer.json' });
    await expect(exampleTokens(config)).rejects.toMatchObject({ code: 'config/tokenizer' });
  });
});
