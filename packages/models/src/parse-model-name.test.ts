import { ImaginariumError } from '@imaginarium/contracts';
import { expect, it } from 'vitest';
import { parseModelName } from './parse-model-name.ts';

it.each([
  ['openai:gpt-5-mini', { provider: 'openai', model: 'gpt-5-mini' }],
  ['openai:ft:gpt-4o-mini:org::id', { provider: 'openai', model: 'ft:gpt-4o-mini:org::id' }],
  [
    'openai:qwen3@http://127.0.0.1:11434/v1/',
    { provider: 'openai', model: 'qwen3', baseUrl: 'http://127.0.0.1:11434/v1' },
  ],
  ['openai:@cf/qwen@https://x.example/v1', { provider: 'openai', model: '@cf/qwen', baseUrl: 'https://x.example/v1' }],
  ['huggingface:Qwen/Qwen3-32B', { provider: 'huggingface', model: 'Qwen/Qwen3-32B' }],
  ['huggingface:tgi@https://e.example', { provider: 'huggingface', model: 'tgi', baseUrl: 'https://e.example' }],
  ['practice:', { provider: 'practice', model: '' }],
])('reads %s', (text, expected) => {
  expect(parseModelName(text)).toEqual(expected);
});

it.each([
  'gpt-5-mini',
  'anthropic:claude',
  'openai:',
  'openai:@http://127.0.0.1/v1',
  'openai:qwen3@127.0.0.1:11434/v1',
  'openai:qwen3@http://',
  'openai:my model',
  'openai:qwen3@http://h/v1?key=x',
  'practice:careless',
  '',
])('refuses %j with a hint', (text) => {
  const parse = () => parseModelName(text);
  expect(parse).toThrow(ImaginariumError);
  expect(parse).toThrow(
    expect.objectContaining({ code: 'config/model-name', hint: expect.stringContaining('openai:') }),
  );
});

it('does not repeat credentials of a URL', () => {
  expect(() => parseModelName('openai:m@https://user:canary@h/v1')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('canary') }),
  );
});
