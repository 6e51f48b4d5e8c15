import { expect, it } from 'vitest';
import { parseEmbedderName } from './parse-embedder-name.ts';

it('reads the three kinds of names', () => {
  expect(parseEmbedderName('offline:')).toEqual({ provider: 'offline', model: '' });
  expect(parseEmbedderName('openai:text-embedding-3-small')).toEqual({
    provider: 'openai',
    model: 'text-embedding-3-small',
  });
  expect(parseEmbedderName('huggingface:BAAI/bge-m3@http://127.0.0.1:8080/')).toEqual({
    provider: 'huggingface',
    model: 'BAAI/bge-m3',
    baseUrl: 'http://127.0.0.1:8080',
  });
});

it.each(['', 'offline', 'offline:glove', 'practice:', 'openai:', 'openai:m@https://user:secret@host/v1'])(
  'refuses %j without repeating it',
  (name) => {
    expect(() => parseEmbedderName(name)).toThrow(expect.objectContaining({ code: 'config/embedder-name' }));
    expect(() => parseEmbedderName(name)).toThrow(/^(?!.*secret)/);
  },
);
