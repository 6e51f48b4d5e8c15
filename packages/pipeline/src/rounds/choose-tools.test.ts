import type { ToolSpec } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { chooseTools, type SourcedTool, sourcesWith } from './choose-tools.ts';

const tool = (name: string, source = 0, originalName = name): SourcedTool => ({
  spec: { name, originalName } as ToolSpec,
  source,
});
const tools = [tool('a'), tool('b'), tool('c', 1, 'get c!'), tool('d', 1)];
const names = (chosen: readonly SourcedTool[]) => chosen.map(({ spec }) => spec.name);

describe('chooseTools', () => {
  it('takes one batch more a round, by either name, or all where there are no batches', () => {
    const batches = [['b'], ['get c!', 'a'], ['d']];
    expect(names(chooseTools(tools, batches, 1))).toEqual(['b']);
    expect(names(chooseTools(tools, batches, 2))).toEqual(['b', 'c', 'a']);
    expect(names(chooseTools(tools, undefined, 1))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('names a tool that no source has, also of a batch that is not due, and one that comes twice', () => {
    expect(() => chooseTools(tools, [['a'], ['bb']], 1)).toThrow(/batches\.1 .* names the tool "bb"/);
    expect(() => chooseTools(tools, [['a'], ['b', 'a']], 1)).toThrow(/"a" twice/);
    expect(() => chooseTools(tools, [['c'], ['get c!']], 1)).toThrow(/"get c!" twice/);
  });
});

describe('sourcesWith', () => {
  it('opens of each source what is explored alone, with what is said of it', () => {
    const sources = [
      { from: 'functions:x.mjs', trustAnnotations: false, effects: { a: 'read', b: 'write' } },
      { from: 'openapi:y.json', trustAnnotations: false, only: ['get c!', 'd'], effects: { 'get c!': 'read' } },
      { from: 'toolbox:', trustAnnotations: false },
    ] as const;
    expect(sourcesWith(sources as never, tools, new Set(['b', 'c']))).toEqual([
      { from: 'functions:x.mjs', trustAnnotations: false, effects: { b: 'write' }, only: ['b'] },
      { from: 'openapi:y.json', trustAnnotations: false, effects: { 'get c!': 'read' }, only: ['c'] },
    ]);
  });
});
