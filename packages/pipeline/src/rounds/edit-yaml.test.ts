import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { appendSources, applyEdits, changeStrings, replaceSources, setString } from './edit-yaml.ts';

const BLOCK = `# top
name: a # ours
tools:
  # first
  - from: "toolbox:" # bundled
    only: [add_days,today]
  - { from: 'openapi:x.json' }   # last

batches: [[add_days], [ today ]]
`;
const TEXTS = {
  'a block': BLOCK,
  'a block at the left edge': 'tools:\n- from: "toolbox:"\n  only: [today]\nseed: 1\n',
  'a block at the end, without a newline': 'seed: 1\ntools:\n  - from: "toolbox:"',
  'a folded text at the end': 'tools:\n  - from: >-\n      mcp:node\n      server.mjs\nseed: 1\n',
  'a list in one line': 'tools: [{ from: "toolbox:" }] # bundled\nseed: 1\n',
  JSON: '{"tools": [{"from": "toolbox:"}], "seed": 1}\n',
};

describe.each(Object.entries(TEXTS))('%s', (_, text) => {
  const document = parseDocument(text);
  const before = parse(text);
  const added = [{ from: 'openapi:a, b.json' }, { from: 'functions:c.mjs' }];
  const sources = added.map(({ from }) => from);

  it('gets more sources, and nothing else', () => {
    const after = applyEdits(text, appendSources(document, text, sources));
    expect(parse(after)).toEqual({ ...before, tools: [...before.tools, ...added] });
  });

  it('gets other sources, and nothing else', () => {
    const after = applyEdits(text, replaceSources(document, text, sources));
    expect(parse(after)).toEqual({ ...before, tools: added });
  });

  it('gets another path, and nothing else', () => {
    const after = applyEdits(
      text,
      changeStrings(document, ['tools', 0, 'from'], () => 'functions:# d.mjs'),
    );
    expect(parse(after)).toEqual({
      ...before,
      tools: [{ ...before.tools[0], from: 'functions:# d.mjs' }, ...before.tools.slice(1)],
    });
  });
});

it('leaves comments and spacing as they are', () => {
  const document = parseDocument(BLOCK);
  const after = applyEdits(BLOCK, [
    ...appendSources(document, BLOCK, ['toolbox:']),
    ...setString(document, 'name', 'b'),
  ]);
  expect(after).toBe(BLOCK.replace('name: a', 'name: "b"').replace('# last\n', '# last\n  - from: "toolbox:"\n'));
});

it('names a document that has no name, and gives it sources where it has none', () => {
  const text = '# top\nseed: 1\n';
  const document = parseDocument(text);
  const after = applyEdits(text, [
    ...setString(document, 'name', 'b'),
    ...replaceSources(document, text, ['toolbox:']),
  ]);
  expect(parse(after)).toEqual({ name: 'b', seed: 1, tools: [{ from: 'toolbox:' }] });
  expect(after).toMatch(/^# top\n/);
});
