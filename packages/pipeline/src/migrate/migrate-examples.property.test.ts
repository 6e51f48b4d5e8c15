import type { JsonObject, PoolExample, ToolSpec } from '@imaginarium/contracts';
import { createArgumentValidator } from '@imaginarium/tools';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrateExamples } from './migrate-examples.ts';
import { planTools } from './plan-tools.ts';
import { makeExample, makeTool } from './testing/pool-fixture.ts';
import { changeMechanically, type Draw, randomArguments, randomSchema } from './testing/random-schema.ts';

const CALLS = 6;

function scenario(generate: fc.GeneratorValue, loses: boolean) {
  let words = 0;
  const draw: Draw = { below: (bound) => generate(fc.nat, bound - 1), fresh: () => `word_${words++}_z` };
  const was = makeTool('old_tool', randomSchema(draw), 'Does it.');
  const changed = changeMechanically(was.parameters, draw, loses);
  const isRenamed = draw.below(3) === 0;
  const is = isRenamed
    ? makeTool('new_tool', was.parameters, 'Does it.')
    : makeTool('old_tool', changed.schema, 'Does it.');
  const gone = isRenamed ? ['old_tool'] : changed.gone;
  const examples = Array.from({ length: CALLS }, (_, at) =>
    makeExample(was, randomArguments(was.parameters, draw), { id: `e${at}` }),
  );
  return { was, is, gone, examples, plan: planTools([was], [is]) };
}

const migrate = (examples: readonly PoolExample[], was: ToolSpec, is: ToolSpec) =>
  migrateExamples({ examples, plan: planTools([was], [is]), toolsBefore: [was], toolsAfter: [is] });

/** What an example says but for what came back and what was answered. */
function ownWords({ solution, messages, trace, ...rest }: PoolExample): string {
  const said = [...messages.slice(0, -1), ...trace.slice(0, -1)].map((message) =>
    message.role === 'tool' ? { ...message, content: '' } : message,
  );
  return JSON.stringify([{ ...rest, answer: '' }, solution?.call, said]);
}

function expectRight(kept: readonly PoolExample[], is: ToolSpec, gone: readonly string[]): void {
  const validate = createArgumentValidator();
  for (const example of kept) {
    expect(example).toMatchObject({ tool: is.name, toolVersion: is.version });
    const calls = example.messages.flatMap((message) =>
      message.role === 'assistant' ? (message.toolCalls ?? []) : [],
    );
    for (const call of [...calls, ...(example.solution ? [example.solution.call] : [])]) {
      expect(call.name).toBe(is.name);
      expect(JSON.parse(call.argumentsText)).toEqual(call.arguments);
      expect(validate(is, call.arguments as JsonObject)).toBeUndefined();
    }
    for (const { path } of example.grounding) {
      const found = path
        .split('/')
        .slice(1)
        .reduce((value, part) => Object(value)[part], example.solution?.call.arguments as unknown);
      expect(found, path).toBeDefined();
    }
    for (const name of gone) expect(ownWords(example)).not.toMatch(new RegExp(`\\b${name}\\b`));
  }
}

describe('migrateExamples, whatever changed mechanically', () => {
  it('carries every example over changes that lose nothing: calls fit, no old name is left', () => {
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const { was, is, gone, examples, plan } = scenario(generate, false);
        expect(['keep', 'migrate']).toContain(plan[0]?.action);
        const { kept, removals } = migrate(examples, was, is);
        expect(removals).toEqual([]);
        expect(kept.map(({ id }) => id)).toEqual(examples.map(({ id }) => id));
        expectRight(kept, is, gone);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps only what fits where something was lost, and says of all else why it left', () => {
    let left = 0;
    let stayed = 0;
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const { was, is, gone, examples, plan } = scenario(generate, true);
        expect(['keep', 'migrate']).toContain(plan[0]?.action);
        const { kept, removals } = migrate(examples, was, is);
        expect([...kept, ...removals].map(({ id }) => id).sort()).toEqual(examples.map(({ id }) => id));
        for (const { reason } of removals) expect(reason).not.toBe('');
        left += removals.length;
        stayed += kept.length;
        expectRight(kept, is, gone);
      }),
      { numRuns: 150 },
    );
    expect(left).toBeGreaterThan(0);
    expect(stayed).toBeGreaterThan(0);
  });

  it('changes nothing where nothing changed, also not a second time', () => {
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const { was, is, examples } = scenario(generate, true);
        expect(migrate(examples, was, was)).toEqual({ kept: examples, removals: [] });
        const { kept } = migrate(examples, was, is);
        expect(migrate(kept, is, is)).toEqual({ kept, removals: [] });
      }),
      { numRuns: 50 },
    );
  });
});
