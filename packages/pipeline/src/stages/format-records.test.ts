import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolExample, RepairPair, ToolSpec } from '@imaginarium/contracts';
import { formattingConfigSchema, replayConfigSchema, sampleReplay } from '@imaginarium/formatting';
import { readJsonl } from '@imaginarium/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../collect.ts';
import { runConfigSchema } from '../config/run-config.ts';
import { withoutHeldOut } from './format-inputs.ts';
import { type RecordSetsRequest, writeRecordSets } from './format-records.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imaginarium-records-'));
});
afterEach(() => rm(folder, { recursive: true }));

const TOOLS = ['add', 'split', 'turn', 'wait', 'zip'].map(
  (name): ToolSpec => ({
    name,
    originalName: name,
    description: `Does ${name}.`,
    parameters: { type: 'object', properties: { x: { type: 'integer' } } },
    effect: 'read',
    effectFrom: 'default',
    source: { kind: 'toolbox', location: 'toolbox:' },
    version: `${name}-1`,
  }),
);

function pooled(round: number, tool: string, at: number, change: Partial<PoolExample> = {}): PoolExample {
  const id = `r${round}/${tool}/${at}`;
  const query = `Please ${tool} number ${at} ${'abcdefghij'[at % 10]?.repeat(5)} now`;
  const call = { id: 'c', name: tool, arguments: { x: at }, argumentsText: `{"x":${at}}` };
  return {
    ...{
      id,
      kind: 'call',
      tool,
      toolVersion: `${tool}-1`,
      trialId: id,
      paraphraseOf: null,
      seedId: id,
      split: 'train',
    },
    ...{ query, answer: 'Done.', trace: [], origin: 'live', judgement: null, grounding: [], offered: null, round },
    solution: { call, observation: { status: 'ok', origin: 'live', content: 'ok' } },
    messages: [
      { role: 'user', content: query },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'c', name: tool, content: 'ok' },
      { role: 'assistant', content: 'Done.' },
    ],
    ...change,
  };
}
const many = (round: number, tool: string, count: number) =>
  Array.from({ length: count }, (_, at) => pooled(round, tool, at));

describe('the data sets of a round', () => {
  it('hold what is new, replayed and general, each with its round and reason, and offer tools of every round', async () => {
    const old = [...many(1, 'add', 20), ...many(1, 'turn', 10)];
    const own = [
      ...many(2, 'zip', 8),
      pooled(1, 'split', 0, { migratedFrom: ['split-0'] }),
      pooled(2, 'zip', 9, { split: 'validation' }),
    ];
    const drawn = await sampleReplay({
      examples: () => old,
      config: replayConfigSchema.parse({ sampler: 'hardest-forgotten', records: 6 }),
      seed: 1,
      weights: new Map([
        ['add', 1],
        ['turn', 0.2],
      ]),
    });
    const repeated = drawn[0]?.example;
    const heldOut = [{ source: 'test query of round 2', query: repeated?.query ?? '' }];
    const { examples, refused } = await withoutHeldOut(drawn, heldOut, 0.9);
    expect(refused).toEqual([{ exampleId: repeated?.id, reason: 'likeness 1.00 to a test query of round 2' }]);

    const { counts, outputs } = await writeRecordSets({
      folder,
      examples: () => own,
      repairPairs: () => [],
      tools: TOOLS,
      replay: { examples, refused, tools: [] },
      general: [
        {
          id: 'g/1',
          reason: 'general: 1 of 9 of bundled',
          messages: [
            { role: 'user', content: 'Hi' },
            { role: 'assistant', content: 'Hello' },
          ],
        },
      ],
      name: 'round-2',
      seed: 1,
      config: formattingConfigSchema.parse({ targets: ['openai', 'ste'], parquet: false }),
      configFolder: folder,
      models: runConfigSchema.shape.models.parse({}),
      environment: {},
    });

    expect(counts).toMatchObject({ 'openai/train': 15, 'openai/validation': 1, 'openai/refused': 1 });
    expect(outputs.map(({ path }) => path)).toContain('records/ste/added-tokens.json');
    const lineage = await collect(
      readJsonl<{ file: string; origin: string; round: number | null; reason: string; tool: string | null }>(
        join(folder, 'records/openai/lineage.jsonl'),
      ),
    );
    const why = new Map(lineage.map(({ origin, round, reason }) => [reason, [origin, round]]));
    expect(Object.fromEntries(why)).toEqual({
      'new in round 2': ['example', 2],
      'of round 1, carried over to another version of split': ['example', 1],
      'replay of round 1: hardest forgotten, 5 of 20 of add (weight 1)': ['replay', 1],
      'replay of round 1: hardest forgotten, 1 of 10 of turn (weight 0.2)': ['replay', 1],
      'general: 1 of 9 of bundled': ['general', null],
    });
    const text = await readFile(join(folder, 'records/openai/train.jsonl'), 'utf8');
    for (const { name } of TOOLS) expect(text).toContain(`"name":"${name}","description"`);
    expect(await readFile(join(folder, 'records/openai/README.md'), 'utf8')).toContain(
      'replayed from earlier rounds: 5',
    );
  });

  it('are checked as far as training reads them, where it is known what it reads', async () => {
    const attempt = (x: number, status: 'ok' | 'error') => ({
      call: { id: 'c', name: 'zip', arguments: { x }, argumentsText: `{"x":${x}}` },
      observation: { status, origin: 'live' as const, content: 'it' },
    });
    const pair: RepairPair = {
      ...{ id: 'p', tool: 'zip', toolVersion: 'zip-1', trialId: 't', seedId: 's', split: 'train', query: 'Zip one.' },
      ...{ rejected: attempt(-1, 'error'), chosen: attempt(1, 'ok') },
    };
    const own = [...many(1, 'zip', 5), pooled(1, 'zip', 9, { split: 'validation' })];
    const noticesOf = async (trained?: RecordSetsRequest['trained']) => {
      const notices: string[] = [];
      const { counts } = await writeRecordSets({
        ...{ folder, examples: () => own, tools: TOOLS, general: [], name: 'checked', seed: 1, configFolder: folder },
        repairPairs: () => [pair],
        config: formattingConfigSchema.parse({ targets: ['openai', 'trl'], parquet: false }),
        models: runConfigSchema.shape.models.parse({}),
        environment: { onEvent: (event) => event.kind === 'notice' && notices.push(event.message) },
        ...(trained ? { trained } : {}),
      });
      expect(notices).toHaveLength((counts['openai/problems'] ?? 0) + (counts['trl/problems'] ?? 0));
      return notices.map((notice) => notice.replace(/: .*/, '')).sort();
    };
    const few = (name: string) => `records/openai/${name}.jsonl`;
    expect(await noticesOf()).toEqual([few('preference-train'), few('train'), few('validation')]);
    expect(await noticesOf({ target: 'openai', method: 'sft' })).toEqual([few('train')]);
    expect(await noticesOf({ target: 'openai', method: 'dpo' })).toEqual([few('preference-train')]);
    expect(await noticesOf({ target: 'trl', method: 'sft' })).toEqual([]);
  });

  it('refuses to write a set that trains nothing', async () => {
    const request = {
      folder,
      examples: () => [pooled(1, 'gone', 0)],
      repairPairs: () => [],
      tools: TOOLS,
      general: [],
      name: 'empty',
      seed: 1,
      config: formattingConfigSchema.parse({ targets: ['openai'], parquet: false }),
      configFolder: folder,
      models: runConfigSchema.shape.models.parse({}),
      environment: {},
    };
    await expect(writeRecordSets(request)).rejects.toMatchObject({ code: 'input/no-records' });
    expect(await readFile(join(folder, 'records/openai/refused.jsonl'), 'utf8')).toContain(
      'gone is not among the tools',
    );
  });
});
