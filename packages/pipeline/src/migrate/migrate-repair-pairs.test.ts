import type { RepairPair } from '@imaginarium/contracts';
import { describe, expect, it } from 'vitest';
import { migrateRepairPairs } from './migrate-repair-pairs.ts';
import { planTools } from './plan-tools.ts';
import { makeTool, objectOf } from './testing/pool-fixture.ts';

const text = { type: 'string' };
const tools = ['renamed', 'reworded', 'wider', 'gone', 'same'].map((name) =>
  makeTool(name, objectOf({ [name]: text })),
);
const after = [
  makeTool('new_name', objectOf({ renamed: text }), 'Does renamed.'),
  makeTool('reworded', objectOf({ reworded: { ...text, description: 'New.' } }), 'New words.'),
  makeTool('wider', objectOf({ wider: text, more: text })),
  makeTool('same', objectOf({ same: text })),
];
const pairs = tools.map(({ name, version }): RepairPair => {
  const call = { id: 'call_0', name, arguments: { [name]: 'a' }, argumentsText: `{"${name}": "a"}` };
  const observation = { status: 'ok' as const, origin: 'live' as const, content: `Seen by ${name}.` };
  const rejected = { ...call, arguments: null, argumentsText: `{"${name}"` };
  const ids = { id: `${name}#0`, trialId: name, seedId: name };
  return {
    ...{ ...ids, tool: name, toolVersion: version, split: 'train', query: 'What?' },
    rejected: {
      call: rejected,
      observation: { status: 'error', failure: 'unparsable-call', origin: 'none', content: 'cut' },
    },
    chosen: { call, observation },
  };
});

describe('migrateRepairPairs', () => {
  it('carries pairs over names and words, and lets all others of changed tools go', () => {
    const { kept, removals } = migrateRepairPairs({
      pairs,
      plan: planTools(tools, after),
      toolsBefore: tools,
      toolsAfter: after,
    });
    expect(kept.map(({ id, tool }) => [id, tool])).toEqual([
      ['renamed#0', 'new_name'],
      ['reworded#0', 'reworded'],
      ['same#0', 'same'],
    ]);
    expect(kept[0]).toEqual({
      ...pairs[0],
      tool: 'new_name',
      toolVersion: after[0]?.version,
      rejected: { ...pairs[0]?.rejected, call: { ...pairs[0]?.rejected.call, name: 'new_name' } },
      chosen: { ...pairs[0]?.chosen, call: { ...pairs[0]?.chosen.call, name: 'new_name' } },
    });
    expect(kept[2]).toBe(pairs[4]);
    expect(removals.map(({ id, stage }) => [id, stage])).toEqual([
      ['wider#0', 'migration'],
      ['gone#0', 'migration'],
    ]);
  });
});
