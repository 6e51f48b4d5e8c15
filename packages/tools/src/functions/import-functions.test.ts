import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from '../../test/executor/execution.ts';
import { toolContract } from '../testing/index.ts';
import { defineTool, type FunctionTool } from './define-tool.ts';
import { importFunctionModule } from './import-function-module.ts';
import { importFunctions } from './import-functions.ts';

const repeat = defineTool({
  name: 'act',
  description: 'Repeats a word.',
  parameters: z.object({
    word: z.string().describe('what to repeat'),
    times: z.int().min(1).default(2),
    how: z.enum(['loud', 'soft']).optional(),
  }),
  effect: 'read',
  run: ({ word, times }) => {
    if (word === 'boom') throw new Error('that word cannot be repeated');
    return Array.from({ length: times }, () => word);
  },
});
const sourceOf = (...tools: FunctionTool[]) => importFunctions({ tools, location: 'test' });
const modulePath = (name: string) => fileURLToPath(new URL(`../../test/functions/${name}`, import.meta.url));

toolContract('functions', async () => ({
  source: await importFunctionModule({ path: modulePath('tools.mjs') }),
  good: { tool: 'greet', arguments: { name: 'Ada', times: 2 }, content: /^hello hello Ada$/ },
  bad: { tool: 'greet', arguments: { times: 0 } },
}));

describe('importFunctions', () => {
  it('writes the schema as callers see it, without noise', () => {
    expect(sourceOf(repeat).tools[0]?.spec).toMatchObject({
      effect: 'read',
      effectFrom: 'annotation',
      source: { kind: 'functions', location: 'test' },
      parameters: {
        type: 'object',
        properties: {
          word: { type: 'string', description: 'what to repeat' },
          times: { type: 'integer', minimum: 1, default: 2 },
          how: { type: 'string', enum: ['loud', 'soft'] },
        },
        required: ['word'],
      },
    });
    const { parameters } = sourceOf(repeat).tools[0]!.spec;
    expect(Object.keys(parameters).sort()).toEqual(['properties', 'required', 'type']);
    expect(parameters.properties).toHaveProperty('times', { type: 'integer', minimum: 1, default: 2 });
  });

  it('takes a function to write unless it says that it reads', () => {
    const { effect, ...silent } = repeat;
    expect(sourceOf(silent).tools[0]?.spec).toMatchObject({ effect: 'write', effectFrom: 'default' });
  });

  it('hands over parsed arguments with defaults, and answers errors in the words of the tool', async () => {
    const { tools } = sourceOf(repeat);
    expect(await run(tools, { word: 'go' })).toMatchObject({ status: 'ok', content: '["go","go"]' });
    expect(await run(tools, { word: 'boom' })).toMatchObject({
      failure: 'tool-error',
      content: 'that word cannot be repeated',
    });
  });

  it('checks what JSON Schema cannot say', async () => {
    const even = defineTool({
      name: 'act',
      description: '',
      parameters: z.object({ n: z.number().refine((n) => n % 2 === 0, 'must be even') }),
      effect: 'read',
      run: ({ n }) => n / 2,
    });
    expect(await run(sourceOf(even).tools, { n: 3 })).toMatchObject({
      content: expect.stringContaining('must be even'),
    });
  });

  it('lets the executor name a time-out', async () => {
    const late = defineTool({
      ...repeat,
      run: () => {
        throw new DOMException('late', 'TimeoutError');
      },
    });
    expect(await run(sourceOf(late).tools, { word: 'x' })).toMatchObject({ failure: 'timeout' });
  });

  it('renames what is not legal or not unique, and says so', () => {
    const source = sourceOf(repeat, repeat, { ...repeat, name: 'say it' });
    expect(source.tools[2]?.spec).toMatchObject({ name: 'say_it', originalName: 'say it' });
    expect(source.notices).toHaveLength(2);
  });

  it('refuses a schema that JSON Schema cannot express', () => {
    const odd = defineTool({ ...repeat, parameters: z.object({ at: z.date() }), run: () => null });
    expect(() => sourceOf(odd)).toThrow(expect.objectContaining({ code: 'input/function-schema' }));
  });
});

describe('importFunctionModule', () => {
  it.each([
    ['absent.mjs', 'input/function-module-missing'],
    ['broken.mjs', 'input/function-module-broken'],
    ['not-a-tool.mjs', 'input/function-module-shape'],
    ['empty.mjs', 'input/function-module-empty'],
  ])('%s is %s', async (name, code) => {
    await expect(importFunctionModule({ path: modulePath(name) })).rejects.toMatchObject({ code });
  });

  it('hashes the code that the tools run', async () => {
    const { codeHash } = await importFunctionModule({ path: modulePath('tools.mjs') });
    expect(codeHash).toBe(sha256(readFileSync(modulePath('tools.mjs'))));
  });
});
